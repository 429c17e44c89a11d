"""Google Cloud's REST interfaces on loopback: the documented answers of a deployment in which nothing is the matter."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from proofpress.adapters.google.firestore_indexes import declared_indexes
from proofpress.adapters.google.inspection import HOSTS
from proofpress.entry.cloud.checks.identity import APIS
from proofpress.entry.cloud.settings import CloudSettings
from proofpress.entry.cloud.topology import DEAD_LETTERS, NOTIFICATIONS, PUSHES, Function
from proofpress.ports import Bucket, Topic

PUSHER = "pusher@shop.iam.gserviceaccount.com"
KEY_VERSION = "projects/shop/secrets/gemini-key/versions/1"
REGION = "europe-west1"

Answers = dict[str, Any]
"""JSON bodies by interface and path; a number instead of one is an error of that status."""


@dataclass
class RestDesk:
    """A server that answers what is in `answers`, and 404 for everything else."""

    url: str
    answers: Answers
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    """Paths and headers of what was asked."""

    @property
    def hosts(self) -> dict[str, str]:
        """Where each interface is."""
        return {interface: f"{self.url}/{interface}" for interface in HOSTS}

    def uri(self, function: Function) -> str:
        """The address of a function, which refuses strangers."""
        return f"{self.url}/functions/{function}"


@contextmanager
def rest_desk(settings: CloudSettings) -> Iterator[RestDesk]:
    """A healthy deployment, for tests to damage."""
    desk = RestDesk("", {})

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            parts = urlsplit(self.path)
            desk.asked.append((parts.path, {name.lower(): value for name, value in self.headers.items()}))
            found = desk.answers.get(parts.path.removeprefix("/"), 404)
            if isinstance(found, dict) and "pageToken" in found:
                found = found["pageToken"][parse_qs(parts.query).get("pageToken", [""])[0]]
            status = found if isinstance(found, int) else 200
            body = (
                found if status == 200 else {"error": {"code": status, "message": f"the service's words on {status}"}}
            )
            data = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_POST = do_GET  # noqa: N815 - the base class wants this name

        def log_message(self, *_arguments: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    desk.url = f"http://127.0.0.1:{server.server_port}"
    desk.answers = _healthy(settings, desk)
    try:
        yield desk
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _healthy(settings: CloudSettings, desk: RestDesk) -> Answers:
    project = settings.project
    return {
        "openidconnect/userinfo": {"sub": "1", "email": "someone@shop.example"},
        f"cloudresourcemanager/projects/{project}": {"name": "projects/42", "projectId": project, "state": "ACTIVE"},
        f"cloudresourcemanager/projects/{project}:testIamPermissions": {
            "permissions": ["datastore.entities.create", "datastore.entities.get", "datastore.entities.list"]
        },
        f"serviceusage/projects/{project}/services:batchGet": {
            "services": [{"name": f"projects/42/services/{name}", "state": "ENABLED"} for name in APIS]
        },
        **_buckets(settings),
        **_messaging(settings, desk),
        **_database(settings),
        **_services(settings, desk),
    }


def _buckets(settings: CloudSettings) -> Answers:
    answers: Answers = {}
    rights = [f"storage.objects.{verb}" for verb in ("get", "list", "create", "delete")]
    for bucket in Bucket:
        path = f"storage/b/{settings.bucket(bucket)}"
        access = {"uniformBucketLevelAccess": {"enabled": True}, "publicAccessPrevention": "enforced"}
        answers[path] = {"kind": "storage#bucket", "name": settings.bucket(bucket), "iamConfiguration": access}
        answers[f"{path}/iam/testPermissions"] = {"permissions": [*rights]}
        topic = NOTIFICATIONS.get(bucket)
        config = {
            "id": "1",
            "topic": f"//pubsub.googleapis.com/{settings.topic(topic)}" if topic else "",
            "event_types": ["OBJECT_FINALIZE"],
            "payload_format": "JSON_API_V1",
        }
        answers[f"{path}/notificationConfigs"] = {"items": [config]} if topic else {}
    return answers


def _messaging(settings: CloudSettings, desk: RestDesk) -> Answers:
    answers: Answers = {}
    for topic in (*Topic, DEAD_LETTERS):
        path = settings.topic(topic)
        answers[f"pubsub/{path}"] = {"name": path}
        answers[f"pubsub/{path}:testIamPermissions"] = {"permissions": ["pubsub.topics.publish"]}
    for push in PUSHES:
        path = settings.subscription(push)
        answers[f"pubsub/{path}"] = {
            **_subscription(path, settings.topic(push.topic), desk.uri(push.function)),
            "deadLetterPolicy": {
                "deadLetterTopic": settings.topic(DEAD_LETTERS),
                "maxDeliveryAttempts": push.max_deliveries,
            },
            "retryPolicy": {"minimumBackoff": f"{push.min_backoff}s", "maximumBackoff": f"{push.max_backoff}s"},
        }
    path = settings.subscription(DEAD_LETTERS)
    answers[f"pubsub/{path}"] = _subscription(path, settings.topic(DEAD_LETTERS), desk.uri(Function.SWEEP))
    return answers


def _subscription(path: str, topic: str, endpoint: str) -> Answers:
    return {
        "name": path,
        "topic": topic,
        "pushConfig": {"pushEndpoint": endpoint, "oidcToken": {"serviceAccountEmail": PUSHER}},
        "ackDeadlineSeconds": 600,
        "expirationPolicy": {},
        "state": "ACTIVE",
    }


def _database(settings: CloudSettings) -> Answers:
    path = f"projects/{settings.project}/databases/{settings.database_id}"
    answers: Answers = {f"firestore/{path}": {"name": path, "type": "FIRESTORE_NATIVE"}}
    declared = declared_indexes()
    for index in declared.composites:
        group = f"{path}/collectionGroups/{index.collection}"
        listed = answers.setdefault(f"firestore/{group}/indexes", {"indexes": []})["indexes"]
        fields = [{"fieldPath": name, "order": "ASCENDING"} for name in (*index.fields, "__name__")]
        name = f"{group}/indexes/{len(listed)}"
        listed.append({"name": name, "queryScope": "COLLECTION", "fields": fields, "state": "READY"})
    for field_ in declared.expiring:
        group = f"{path}/collectionGroups/{field_.collection}"
        found = {"name": f"{group}/fields/{field_.name}", "ttlConfig": {"state": "ACTIVE"}}
        answers[f"firestore/{group}/fields"] = {"fields": [found]}
    return answers


def _services(settings: CloudSettings, desk: RestDesk) -> Answers:
    region = f"projects/{settings.project}/locations/{REGION}"
    answers: Answers = {}
    functions = []
    for function in Function:
        name = settings.service(function)
        service = f"{region}/services/{name}"
        config = {
            "uri": desk.uri(function),
            "service": service,
            "timeoutSeconds": 540,
            "serviceAccountEmail": f"fn-{function}@shop.iam.gserviceaccount.com",
            "secretEnvironmentVariables": [
                {"key": "GEMINI_API_KEY", "projectId": "shop", "secret": "gemini-key", "version": "1"}
            ],
        }
        functions.append({"name": f"{region}/functions/{name}", "state": "ACTIVE", "serviceConfig": config})
        binding = {"role": "roles/run.invoker", "members": [f"serviceAccount:{PUSHER}"]}
        answers[f"run/{service}:getIamPolicy"] = {"bindings": [binding]}
        answers[f"functions/{function}"] = 403
    half = len(functions) // 2
    answers[f"cloudfunctions/projects/{settings.project}/locations/-/functions"] = {
        "pageToken": {
            "": {"functions": functions[:half], "nextPageToken": "more"},
            "more": {"functions": functions[half:]},
        }
    }
    job = {"name": f"{region}/jobs/sweep", "state": "ENABLED", "httpTarget": {"uri": f"{desk.uri(Function.SWEEP)}/"}}
    answers[f"cloudscheduler/{region}/jobs"] = {"jobs": [job]}
    answers[f"secretmanager/{KEY_VERSION}"] = {"name": KEY_VERSION, "state": "ENABLED"}
    return answers
