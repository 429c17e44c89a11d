"""doctor --on cloud: each thing that can be wrong with a deployment is found, with its mend, and nothing else."""

import json
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from google.oauth2.credentials import Credentials

from proofpress.adapters.google.inspection import Inspector, NotSignedIn
from proofpress.adapters.google.provisioning import Subscription, create_subscriptions
from proofpress.entry.checks.check import Check, State
from proofpress.entry.cli.app import run_app
from proofpress.entry.cloud.checks import identity
from proofpress.entry.cloud.checks.deployment import inspect
from proofpress.entry.cloud.settings import CloudSettings
from proofpress.entry.cloud.topology import DEAD_LETTERS, PUSHES, Function
from proofpress.ports import Bucket
from tests.cli.cloud_desk import CloudRun, Desk
from tests.cli.rest_desk import KEY_VERSION, PUSHER, REGION, RestDesk, rest_desk

SETTINGS = CloudSettings(project="shop")

Damage = Callable[[RestDesk], object]


@pytest.fixture
def rest() -> Iterator[RestDesk]:
    with rest_desk(SETTINGS) as desk:
        yield desk


def inspected(desk: RestDesk, credentials: Credentials | None = None) -> list[Check]:
    someone = credentials or Credentials("of someone")  # type: ignore[no-untyped-call]
    with closing(Inspector(someone, desk.hosts, SETTINGS.project)) as inspector:
        return list(inspect(inspector, SETTINGS))


def faults(desk: RestDesk) -> list[Check]:
    return [check for check in inspected(desk) if check.state is not State.OK]


def body(desk: RestDesk, key: str) -> dict[str, object]:
    found: dict[str, object] = desk.answers[key]
    return found


def at(push: str) -> str:
    return f"pubsub/projects/shop/subscriptions/proofpress-{push}"


def bucket(name: Bucket) -> str:
    return f"storage/b/{SETTINGS.bucket(name)}"


def function(desk: RestDesk, name: Function) -> dict[str, object]:
    pages = desk.answers["cloudfunctions/projects/shop/locations/-/functions"]["pageToken"].values()
    found: dict[str, object] = next(
        each for page in pages for each in page["functions"] if each["name"].endswith(f"-{name}")
    )
    return found


def config(desk: RestDesk, name: Function) -> dict[str, object]:
    found = function(desk, name)["serviceConfig"]
    assert isinstance(found, dict)
    return found


def test_a_healthy_deployment_passes_every_check(rest: RestDesk) -> None:
    found = inspected(rest)
    assert [check for check in found if check.state is not State.OK] == []
    assert {
        "credentials",
        identity.CLOCK,
        "APIs",
        "bucket inbox",
        "indexes",
        "function desk",
        "schedule",
        "secrets",
    } <= {check.name for check in found}
    assert next(check.found for check in found if check.name == "credentials") == "someone@shop.example"


def test_a_person_is_billed_to_the_project_and_signs_every_question(rest: RestDesk) -> None:
    inspected(rest)
    questions = [headers for path, headers in rest.asked if not path.startswith("/functions/")]
    assert questions
    assert all(headers["authorization"] == "Bearer of someone" for headers in questions)
    assert all(headers["x-goog-user-project"] == "shop" for headers in questions)


def test_functions_are_knocked_at_as_a_stranger_would(rest: RestDesk) -> None:
    inspected(rest)
    knocks = [headers for path, headers in rest.asked if path.startswith("/functions/")]
    assert len(knocks) == len(Function)
    assert not any("authorization" in headers for headers in knocks)


@pytest.mark.parametrize(
    ("damage", "name", "state", "found", "mend"),
    [
        pytest.param(
            lambda rest: body(rest, "cloudresourcemanager/projects/shop").update(state="DELETE_REQUESTED"),
            "project", "failed", "delete_requested", "Set PROOFPRESS_PROJECT", id="project on its way out",
        ),
        pytest.param(
            lambda rest: rest.answers["serviceusage/projects/shop/services:batchGet"]["services"].pop(4),
            "APIs", "failed", "pubsub.googleapis.com", "gcloud services enable pubsub.googleapis.com", id="API off",
        ),
        pytest.param(
            lambda rest: rest.answers.update({"cloudresourcemanager/projects/shop:testIamPermissions": {}}),
            "ledger's role", "warning", "datastore.entities.get", "roles/datastore.user", id="no right to the ledger",
        ),
        pytest.param(
            lambda rest: rest.answers.pop(bucket(Bucket.DRAFTS)),
            "bucket drafts", "failed", "there is no gs://shop-proofpress-drafts", "terraform apply", id="no bucket",
        ),
        pytest.param(
            lambda rest: rest.answers.update({f"{bucket(Bucket.FINALS)}/notificationConfigs": {}}),
            "bucket finals", "failed", "nothing would go on", "notifications create gs://shop-proofpress-finals",
            id="silent bucket",
        ),
        pytest.param(
            lambda rest: rest.answers[f"{bucket(Bucket.FINALS)}/notificationConfigs"]["items"][0].update(
                payload_format="NONE"
            ),
            "bucket finals", "failed", "nothing would go on", "--payload-format=json", id="bucket without details",
        ),
        pytest.param(
            lambda rest: rest.answers.update(
                {
                    f"{bucket(Bucket.DELIVERIES)}/notificationConfigs": rest.answers[
                        f"{bucket(Bucket.DRAFTS)}/notificationConfigs"
                    ]
                }
            ),
            "bucket deliveries", "failed", "too", "notifications list", id="bucket that tells the wrong function",
        ),
        pytest.param(
            lambda rest: body(rest, bucket(Bucket.INBOX)).update(iamConfiguration={"publicAccessPrevention": "inherited"}),
            "bucket inbox", "warning", "opened to everybody", "--public-access-prevention", id="bucket to be opened",
        ),
        pytest.param(
            lambda rest: rest.answers[f"{bucket(Bucket.INBOX)}/iam/testPermissions"]["permissions"].remove(
                "storage.objects.create"
            ),
            "rights in inbox", "failed", "storage.objects.create", "roles/storage.objectUser", id="inbox not ours",
        ),
        pytest.param(
            lambda rest: rest.answers.pop("pubsub/projects/shop/topics/proofpress-outcomes"),
            "topics", "failed", "proofpress-outcomes", "gcloud pubsub topics create", id="no topic",
        ),
        pytest.param(
            lambda rest: rest.answers.update(
                {"pubsub/projects/shop/topics/proofpress-accepts:testIamPermissions": {}}
            ),
            "right to publish", "warning", "waits for the next sweep", "roles/pubsub.publisher", id="mute",
        ),
        pytest.param(
            lambda rest: rest.answers.pop(at("dead-letters")),
            "subscription dead-letters", "failed", "its messages are lost", "terraform apply", id="no dead letters",
        ),
        pytest.param(
            lambda rest: body(rest, at("draft-drafts")).update(topic="_deleted-topic_"),
            "subscription draft-drafts", "failed", "_deleted-topic_", "subscriptions delete", id="orphan",
        ),
        pytest.param(
            lambda rest: body(rest, at("draft-drafts")).update(filter='attributes.x = "y"'),
            "subscription draft-drafts", "failed", "drops messages", "subscriptions delete", id="filter",
        ),
        pytest.param(
            lambda rest: rest.answers[at("draft-drafts")]["pushConfig"].update(pushEndpoint="https://elsewhere.invalid"),
            "subscription draft-drafts", "failed", "pushes to https://elsewhere.invalid", "--push-endpoint=http",
            id="pushes elsewhere",
        ),
        pytest.param(
            lambda rest: rest.answers[at("draft-drafts")]["pushConfig"].pop("oidcToken"),
            "subscription draft-drafts", "failed", "does not sign", "--push-auth-service-account", id="unsigned",
        ),
        pytest.param(
            lambda rest: body(rest, at("draft-drafts")).update(ackDeadlineSeconds=10),
            "subscription draft-drafts", "failed", "again after 10 s", "--ack-deadline=600", id="impatient",
        ),
        pytest.param(
            lambda rest: rest.answers[at("draft-drafts")].pop("expirationPolicy"),
            "subscription draft-drafts", "warning", "is deleted by Pub/Sub", "--expiration-period=never", id="expires",
        ),
        pytest.param(
            lambda rest: rest.answers[at("draft-drafts")].pop("deadLetterPolicy"),
            "subscription draft-drafts", "failed", "dead letters", "--max-delivery-attempts=100", id="no way out",
        ),
        pytest.param(
            lambda rest: rest.answers[at("draft-drafts")].pop("retryPolicy"),
            "subscription draft-drafts", "warning", "waits 0 to 0 s", "--min-retry-delay=10s", id="no backoff",
        ),
        pytest.param(
            lambda rest: rest.answers.pop("firestore/projects/shop/databases/proofpress"),
            "database", "failed", "there is no database 'proofpress'", "terraform apply", id="no database",
        ),
        pytest.param(
            lambda rest: body(rest, "firestore/projects/shop/databases/proofpress").update(type="DATASTORE_MODE"),
            "database", "failed", "Datastore mode", "PROOFPRESS_DATABASE", id="other mode",
        ),
        pytest.param(
            lambda rest: rest.answers[
                "firestore/projects/shop/databases/proofpress/collectionGroups/final/indexes"
            ]["indexes"].pop(0),
            "indexes", "failed", "final by ", "indexes composite create --project=shop", id="no index",
        ),
        pytest.param(
            lambda rest: rest.answers[
                "firestore/projects/shop/databases/proofpress/collectionGroups/final/indexes"
            ]["indexes"][0].update(state="CREATING"),
            "indexes", "warning", "still being built", "Wait", id="unfinished index",
        ),
        pytest.param(
            lambda rest: rest.answers.pop(
                "firestore/projects/shop/databases/proofpress/collectionGroups/deadletter/fields"
            ),
            "expiry", "warning", "deadletter is never tidied up", "--enable-ttl", id="no TTL",
        ),
        pytest.param(
            lambda rest: function(rest, Function.SCREEN).update(state="FAILED"),
            "function screen", "failed", "is failed", "gcloud functions logs read proofpress-screen", id="broken",
        ),
        pytest.param(
            lambda rest: config(rest, Function.SCREEN).update(timeoutSeconds=3600),
            "function screen", "failed", "3600 s", "540 s", id="runs too long",
        ),
        pytest.param(
            lambda rest: config(rest, Function.SCREEN).update(
                serviceAccountEmail="42-compute@developer.gserviceaccount.com"
            ),
            "function screen", "warning", "default account", "terraform apply", id="too much power",
        ),
        pytest.param(
            lambda rest: rest.answers.update({"functions/render": 200}),
            "function render", "failed", "answers strangers", "remove-iam-policy-binding", id="open to strangers",
        ),
        pytest.param(
            lambda rest: rest.answers.update(
                {f"run/projects/shop/locations/{REGION}/services/proofpress-render:getIamPolicy": {}}
            ),
            "function render", "failed", f"{PUSHER}, which pushes its messages, may not call it", "roles/run.invoker",
            id="pusher not invited",
        ),
        pytest.param(
            lambda rest: rest.answers[f"cloudscheduler/projects/shop/locations/{REGION}/jobs"]["jobs"][0].update(
                state="PAUSED"
            ),
            "schedule", "failed", "never sent again", "gcloud scheduler jobs resume", id="nobody sweeps",
        ),
        pytest.param(
            lambda rest: rest.answers[f"secretmanager/{KEY_VERSION}"].update(state="DISABLED"),
            "secrets", "failed", "disabled", "gcloud secrets versions add gemini-key", id="secret off",
        ),
        pytest.param(
            lambda rest: rest.answers.update({at("draft-drafts"): 403}),
            "subscription draft-drafts", "failed", "the service's words on 403", "terraform apply", id="not let in",
        ),
    ],
)  # fmt: skip
def test_a_fault_is_found_alone_with_its_mend(
    rest: RestDesk, damage: Damage, name: str, state: str, found: str, mend: str
) -> None:
    damage(rest)
    told = faults(rest)
    checks = [check for check in told if check.name == name]
    assert any(check.state == state and found in check.found and mend in check.mend for check in checks), checks
    assert {check.name for check in told} <= {name, *FOLLOWING.get(name, ())}


FOLLOWING = {"subscription draft-drafts": {"function draft"}, "database": {"indexes", "expiry"}}
"""Checks that a fault may keep from passing besides its own."""


def test_a_missing_function_is_one_fault(rest: RestDesk) -> None:
    pages = rest.answers["cloudfunctions/projects/shop/locations/-/functions"]["pageToken"]
    pages["more"]["functions"] = [each for each in pages["more"]["functions"] if not each["name"].endswith("-deliver")]
    assert [(check.name, check.found) for check in faults(rest)] == [
        ("function deliver", "there is no proofpress-deliver in shop")
    ]


def test_functions_on_vertex_ai_need_no_secret(rest: RestDesk) -> None:
    for name in Function:
        config(rest, name).update(
            secretEnvironmentVariables=[], environmentVariables={"GOOGLE_GENAI_USE_VERTEXAI": "true"}
        )
    assert faults(rest) == []
    config(rest, Function.RENDER).update(environmentVariables={})
    assert [check.found for check in faults(rest)] == [
        "proofpress-render has neither a key nor Vertex AI to call models with"
    ]


def test_credentials_that_have_run_out_end_the_questions_at_once(rest: RestDesk) -> None:
    words = {"token": "old", "refresh_token": "gone", "client_id": "c", "client_secret": "s"}
    over = Credentials(**words, token_uri=f"{rest.url}/token")  # type: ignore[no-untyped-call]
    rest.answers.update({"openidconnect/userinfo": 401, "token": 400})
    with pytest.raises(NotSignedIn, match="no longer of use"):
        inspected(rest, over)
    assert [path for path, _ in rest.asked] == ["/openidconnect/userinfo", "/token"]


def test_a_clock_that_is_off_is_told(rest: RestDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(identity, "SKEW_NOTICED", -1.0)
    assert [(check.name, check.state) for check in faults(rest)] == [(identity.CLOCK, State.WARNING)]
    monkeypatch.setattr(identity, "SKEW_REFUSED", -1.0)
    assert [(check.name, check.state) for check in faults(rest)] == [(identity.CLOCK, State.FAILED)]


def on_emulators(cloud: CloudRun, capsys: pytest.CaptureFixture[str], code: int) -> dict[str, tuple[str, str]]:
    capsys.readouterr()
    assert cloud("doctor", "--json") == code
    return {check["name"]: (check["state"], check["found"]) for check in json.loads(capsys.readouterr().out)}


def test_what_emulators_do_not_have_is_not_called_in_order(
    desk: Desk, cloud: CloudRun, pubsub_host: str, capsys: pytest.CaptureFixture[str]
) -> None:
    found = on_emulators(cloud, capsys, code=1)
    assert found["bucket drafts"] == ("ok", f"gs://{desk.settings.bucket(Bucket.DRAFTS)}")
    assert found["topics"] == ("ok", "all 11 are there")
    assert found["subscription draft-drafts"][0] == "failed"
    assert found["ledger"] == ("ok", "batches: 0, open: 0")
    create_subscriptions(pubsub_host, subscriptions(desk.settings))
    found = on_emulators(cloud, capsys, code=0)
    assert found["subscription draft-drafts"] == ("ok", "pushes to http://127.0.0.1:1/draft")
    unchecked = {name for name, (state, _) in found.items() if state == "skipped"}
    assert {
        "credentials",
        "APIs",
        identity.CLOCK,
        "indexes",
        "function draft",
        "secrets",
        "right to publish",
    } <= unchecked
    assert all(found[name][1] == "not checked on an emulator" for name in unchecked)


def subscriptions(settings: CloudSettings) -> Iterator[Subscription]:
    for push in PUSHES:
        yield Subscription(
            path=settings.subscription(push),
            topic=settings.topic(push.topic),
            endpoint=f"http://127.0.0.1:1/{push.function}",
            ack_deadline=push.ack_deadline,
            min_backoff=push.min_backoff,
            max_backoff=push.max_backoff,
            dead_letters=settings.topic(DEAD_LETTERS),
            max_deliveries=push.max_deliveries,
        )
    yield Subscription(
        path=settings.subscription(DEAD_LETTERS),
        topic=settings.topic(DEAD_LETTERS),
        endpoint="http://127.0.0.1:1/sweep",
        ack_deadline=600,
        min_backoff=10,
        max_backoff=600,
    )


def test_a_project_that_nobody_named_is_one_failed_check(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_app(["doctor", "--on", "cloud", "--json"]) == 1
    found = {check["name"]: check["found"] for check in json.loads(capsys.readouterr().out)}
    assert "set PROOFPRESS_PROJECT or GOOGLE_CLOUD_PROJECT" in found["deployment"]
