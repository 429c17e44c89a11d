"""Notifications, which arrive on the official Pub/Sub emulator."""

import base64
import json
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from google.api_core.exceptions import NotFound
from google.cloud.storage import Bucket  # type: ignore[import-untyped]

from proofpress.emulators.ports import free_port
from proofpress.emulators.storage.server import StorageServer
from tests.emulators.storage.service import Service, open_bucket, open_service
from tests.emulators.storage.topic import Topic


@pytest.fixture
def topic(pubsub_host: str) -> Iterator[Topic]:
    """A topic that is there."""
    with httpx2.Client(base_url=f"http://{pubsub_host}/v1/", trust_env=False) as http:
        topic = Topic(http, f"project-{uuid.uuid4().hex[:12]}")
        topic.create()
        yield topic


@pytest.fixture
def server(tmp_path: Path, pubsub_host: str) -> Iterator[StorageServer]:
    """The server, which publishes."""
    with StorageServer(tmp_path, pubsub_host) as server:
        yield server


@pytest.fixture
def bucket(ours: Service) -> Iterator[Bucket]:
    """The bucket in Google's client."""
    with open_bucket(ours) as bucket:
        yield bucket


def notify(bucket: Bucket, topic: Topic, **options: Any) -> Any:
    """Have a bucket announce its changes."""
    options = {"payload_format": "JSON_API_V1", **options}
    notification = bucket.notification(topic.name, topic_project=topic.project, **options)
    notification.create()
    return notification


def kinds(messages: list[dict[str, Any]]) -> Counter[str]:
    return Counter(message["attributes"]["eventType"] for message in messages)


def test_a_new_object_is_announced_with_its_resource(bucket: Bucket, topic: Topic) -> None:
    notification = notify(bucket, topic, custom_attributes={"tier": "draft"})
    blob = bucket.blob("a/č")
    blob.metadata = {"attempt": "spring/ü/0001"}
    blob.upload_from_string(b"hello", "image/png")
    (message,) = topic.take(1)
    attributes = message["attributes"]
    assert attributes.pop("eventTime").endswith("Z")
    assert attributes == {
        "notificationConfig": f"projects/_/buckets/{bucket.name}/notificationConfigs/{notification.notification_id}",
        "eventType": "OBJECT_FINALIZE",
        "payloadFormat": "JSON_API_V1",
        "bucketId": bucket.name,
        "objectId": "a/č",
        "objectGeneration": str(blob.generation),
        "tier": "draft",
    }
    resource = json.loads(base64.b64decode(message["data"]))
    assert resource["metadata"] == {"attempt": "spring/ü/0001"}
    assert (resource["name"], resource["bucket"], resource["size"]) == ("a/č", bucket.name, "5")
    assert (resource["generation"], resource["crc32c"]) == (str(blob.generation), blob.crc32c)


def test_every_change_is_announced_once(bucket: Bucket, topic: Topic) -> None:
    notify(bucket, topic)
    blob = bucket.blob("a")
    blob.upload_from_string(b"first")
    first = str(blob.generation)
    blob.upload_from_string(b"second")
    second = str(blob.generation)
    blob.metadata = {"b": "c"}
    blob.patch()
    blob.delete()
    messages = topic.take(5)
    assert kinds(messages) == {"OBJECT_FINALIZE": 2, "OBJECT_DELETE": 2, "OBJECT_METADATA_UPDATE": 1}
    links = {
        (attributes["eventType"], attributes["objectGeneration"]): (
            attributes.get("overwroteGeneration"),
            attributes.get("overwrittenByGeneration"),
        )
        for attributes in (message["attributes"] for message in messages)
    }
    assert links[("OBJECT_FINALIZE", first)] == (None, None)
    assert links[("OBJECT_FINALIZE", second)] == (first, None)
    assert links[("OBJECT_DELETE", first)] == (None, second)
    assert links[("OBJECT_DELETE", second)] == (None, None)


def test_every_way_to_make_an_object_is_announced(bucket: Bucket, topic: Topic) -> None:
    notify(bucket, topic)
    source = bucket.blob("source")
    source.upload_from_string(b"x")
    with bucket.blob("resumable").open("wb") as file:
        file.write(b"x")
    bucket.copy_blob(source, bucket, "copy")
    bucket.blob("rewrite").rewrite(source)
    bucket.blob("composition").compose([source])
    names = {message["attributes"]["objectId"] for message in topic.take(5)}
    assert names == {"source", "resumable", "copy", "rewrite", "composition"}


def test_a_notification_hears_only_what_it_wants(bucket: Bucket, topic: Topic) -> None:
    notify(bucket, topic, event_types=["OBJECT_DELETE"], blob_name_prefix="a/", payload_format="NONE")
    for name in ("a/1", "b/1"):
        bucket.blob(name).upload_from_string(b"x")
        bucket.blob(name).delete()
    (message,) = topic.take(1)
    assert (message["attributes"]["objectId"], message["attributes"]["payloadFormat"]) == ("a/1", "NONE")
    assert "data" not in message


def test_a_change_that_was_refused_is_not_announced(bucket: Bucket, ours: Service, topic: Topic) -> None:
    ours.upload("a")
    notify(bucket, topic)
    assert ours.upload("a", ifGenerationMatch=0).status_code == 412
    assert ours.object("DELETE", "a", params={"ifGenerationMatch": 17}).status_code == 412
    topic.take(0)


def test_notifications_are_listed_and_deleted(bucket: Bucket, topic: Topic) -> None:
    made = notify(bucket, topic, event_types=["OBJECT_FINALIZE"], blob_name_prefix="a/")
    (listed,) = bucket.list_notifications()
    assert (listed.notification_id, listed.topic_name, listed.topic_project) == (
        made.notification_id,
        topic.name,
        topic.project,
    )
    assert (listed.event_types, listed.blob_name_prefix) == (["OBJECT_FINALIZE"], "a/")
    assert bucket.get_notification(made.notification_id).payload_format == "JSON_API_V1"
    made.delete()
    assert list(bucket.list_notifications()) == []
    with pytest.raises(NotFound):
        bucket.get_notification(made.notification_id)
    bucket.blob("a/1").upload_from_string(b"x")
    topic.take(0)


@pytest.mark.parametrize(
    "change", [{"topic": "projects/p/topics/t"}, {"payload_format": "XML"}, {"event_types": ["OBJECT_READ"]}]
)
def test_a_notification_that_cannot_be_is_refused(ours: Service, change: dict[str, Any]) -> None:
    wish = {"topic": "//pubsub.googleapis.com/projects/p/topics/t", "payload_format": "NONE", **change}
    assert ours.call("POST", f"/b/{ours.bucket}/notificationConfigs", json=wish).status_code == 400


def test_copies_come_late_and_in_any_order(tmp_path: Path, pubsub_host: str, topic: Topic) -> None:
    server = StorageServer(tmp_path / "other", pubsub_host, notify_copies=3, shuffle_seconds=1.0)
    with server, open_service(server.url) as service, open_bucket(service) as bucket:
        notify(bucket, topic)
        names = [f"{number:02d}" for number in range(20)]
        for name in names:
            service.upload(name)
        arrived = [message["attributes"]["objectId"] for message in topic.take(60)]
    assert Counter(arrived) == dict.fromkeys(names, 3)
    assert list(dict.fromkeys(arrived)) != names


def test_what_pubsub_could_not_take_is_sent_when_it_can(
    bucket: Bucket, server: StorageServer, topic: Topic, capsys: pytest.CaptureFixture[str]
) -> None:
    later = Topic(topic.http, topic.project, "later")
    notify(bucket, later)
    notify(bucket, topic)
    bucket.blob("a").upload_from_string(b"x")
    topic.take(1)
    assert server.waiting == 1
    later.create()
    deadline = time.monotonic() + 20
    while server.waiting:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    assert capsys.readouterr().err.count("does not take the notifications") == 1


def test_what_was_not_sent_survives_a_restart(tmp_path: Path, pubsub_host: str, topic: Topic) -> None:
    folder = tmp_path / "other"
    nobody = StorageServer(folder, f"127.0.0.1:{free_port()}")
    with nobody, open_service(nobody.url) as service, open_bucket(service) as bucket:
        notify(bucket, topic)
        service.upload("a")
    with StorageServer(folder, pubsub_host):
        (message,) = topic.take(1)
    assert message["attributes"]["objectId"] == "a"
