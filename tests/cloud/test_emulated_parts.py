"""The emulated cloud with functions that only write down what reaches them: every arrow of the topology is there."""

import http.client
import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import grpc  # type: ignore[import-untyped]
import pytest
from google.auth.credentials import AnonymousCredentials
from google.cloud.storage import Client  # type: ignore[import-untyped]
from google.pubsub_v1 import SubscriberClient
from google.pubsub_v1.services.subscriber.transports import SubscriberGrpcTransport
from google.pubsub_v1.types import Subscription

from proofpress.adapters.google.bus import PubSubBus
from proofpress.domain.errors import Busy, Stop
from proofpress.domain.events import DraftRequested
from proofpress.entry.cloud.topology import DEAD_LETTERS, NOTIFICATIONS, PUSHES, Function
from proofpress.entry.cloud.wiring import open_bus
from proofpress.entry.emulated.cloud import emulated_cloud
from proofpress.entry.emulated.options import EmulationOptions
from proofpress.ports import Bucket, Topic
from tests.support.clouds import Cloud, cloud

WRITER = """
import json, os
def {name}(request):
    line = {{"body": request.get_data(as_text=True), "scheduler": request.headers.get("X-CloudScheduler", ""),
             "threads": os.environ["THREADS"], "project": os.environ["PROOFPRESS_PROJECT"]}}
    print("GOT " + json.dumps(line), flush=True)
    return "", 204
"""

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def functions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("functions")
    for name in Function:
        (folder / name).mkdir()
        (folder / name / "main.py").write_text(WRITER.format(name=name))
    return folder


@pytest.fixture(scope="module")
def running(functions: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    with cloud(tmp_path_factory.mktemp("cloud"), functions=functions, sweep_seconds=0.5) as started:
        yield started


@pytest.fixture
def bus(running: Cloud, monkeypatch: pytest.MonkeyPatch) -> Iterator[PubSubBus]:
    monkeypatch.setenv("PUBSUB_EMULATOR_HOST", running.emulated.variables["PUBSUB_EMULATOR_HOST"])
    with closing(open_bus(running.emulated.settings)) as opened:
        yield opened


def got(running: Cloud, function: Function) -> list[dict[str, str]]:
    lines = (running.emulated.logs / f"{function}.log").read_text().splitlines()
    return [json.loads(line.removeprefix("GOT ")) for line in lines if line.startswith("GOT ")]


def announced(running: Cloud, function: Function) -> set[str]:
    messages = [json.loads(one["body"]).get("message", {}) for one in got(running, function)]
    return {message.get("attributes", {}).get("objectId", "") for message in messages}


def wait_until(holds: Callable[[], object]) -> None:
    deadline = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def answers(host: str) -> bool:
    connection = http.client.HTTPConnection(host, timeout=60)
    with closing(connection):
        try:
            connection.request("GET", "/robots.txt")
            return bool(connection.getresponse().status)
        except OSError:
            return False


@pytest.mark.parametrize("push", PUSHES, ids=lambda push: f"{push.topic}-{push.function}")
def test_a_subscription_is_as_the_topology_says(running: Cloud, push: object) -> None:
    settings = running.emulated.settings
    wanted = next(each for each in PUSHES if each == push)
    with grpc.insecure_channel(running.emulated.variables["PUBSUB_EMULATOR_HOST"]) as channel:
        client = SubscriberClient(transport=SubscriberGrpcTransport(channel=channel))
        found: Subscription = client.get_subscription(subscription=settings.subscription(wanted))

    assert found.topic == settings.topic(wanted.topic)
    assert found.push_config.push_endpoint == f"http://{running.emulated.functions[wanted.function].host}/"
    assert found.ack_deadline_seconds == wanted.ack_deadline
    assert found.retry_policy.minimum_backoff.total_seconds() == wanted.min_backoff
    assert found.retry_policy.maximum_backoff.total_seconds() == wanted.max_backoff
    assert found.dead_letter_policy.dead_letter_topic == settings.topic(DEAD_LETTERS)
    assert found.dead_letter_policy.max_delivery_attempts == wanted.max_deliveries


@pytest.mark.parametrize("topic", sorted({push.topic for push in PUSHES}), ids=str)
def test_a_message_reaches_the_function_of_its_topic(running: Cloud, bus: PubSubBus, topic: Topic) -> None:
    bus.publish(topic, DraftRequested(attempt=f"about-{topic}"))
    bus.flush()

    function = next(push.function for push in PUSHES if push.topic is topic)
    wait_until(lambda: any(f'"about-{topic}"' in one["body"] for one in got(running, function)))


@pytest.mark.parametrize(("bucket", "topic"), NOTIFICATIONS.items(), ids=str)
def test_a_new_object_is_announced_on_the_topic_of_its_bucket(running: Cloud, bucket: Bucket, topic: Topic) -> None:
    emulated = running.emulated
    with closing(
        Client(
            emulated.settings.project,
            AnonymousCredentials(),  # type: ignore[no-untyped-call]
            client_options={"api_endpoint": emulated.variables["STORAGE_EMULATOR_HOST"]},
        )
    ) as client:
        client.bucket(emulated.settings.bucket(bucket)).blob(f"new/{bucket}.txt").upload_from_string(b"new")

    function = next(push.function for push in PUSHES if push.topic is topic)
    wait_until(lambda: f"new/{bucket}.txt" in announced(running, function))


def test_the_scheduler_calls_sweep_again_and_again(running: Cloud) -> None:
    before = len(got(running, Function.SWEEP))

    wait_until(lambda: len(got(running, Function.SWEEP)) > before + 2)
    assert got(running, Function.SWEEP)[-1]["scheduler"] == "true"


def test_a_killed_function_serves_again_on_its_old_port(running: Cloud) -> None:
    server = running.emulated.functions[Function.DELIVER]
    server.kill()

    wait_until(lambda: answers(server.host))


def test_a_message_that_no_server_took_comes_again(running: Cloud, bus: PubSubBus) -> None:
    running.emulated.functions[Function.REVIEW].kill()
    bus.publish(Topic.REVIEWS, DraftRequested(attempt="nobody-there"))
    bus.flush()

    wait_until(lambda: any('"nobody-there"' in one["body"] for one in got(running, Function.REVIEW)))


def test_a_second_cloud_in_the_same_folder_is_refused(running: Cloud, functions: Path) -> None:
    with pytest.raises(Busy), emulated_cloud(EmulationOptions(running.emulated.folder, functions)):
        pass


def test_the_environment_leads_to_nothing_real(running: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = {"GOOGLE_APPLICATION_CREDENTIALS", "PROOFPRESS_DRAFTS_BUCKET", "GEMINI_MODEL", "GOOGLE_CLOUD_PROJECT"}
    for name in (*gone, "PROOFPRESS_INBOX_BUCKET", "GEMINI_API_KEY"):
        monkeypatch.setenv(name, "real")

    assert "real" not in running.emulated.environment.values()
    assert not gone & running.emulated.environment.keys()
    assert running.emulated.environment["PATH"] == os.environ["PATH"]


def test_a_function_that_does_not_start_is_named_and_nothing_stays(tmp_path: Path) -> None:
    for name in Function:
        (tmp_path / "functions" / name).mkdir(parents=True)
        broken = "import no_such_module" if name is Function.RENDER else WRITER.format(name=name)
        (tmp_path / "functions" / name / "main.py").write_text(broken)

    with (
        pytest.raises(Stop, match=r"server of render did not start[\s\S]*no_such_module"),
        emulated_cloud(EmulationOptions(tmp_path / "cloud", tmp_path / "functions")),
    ):
        pass
    log = (tmp_path / "cloud" / "logs" / "pubsub.log").read_text()
    port = log.split("listening on ")[1].split()[0]
    wait_until(lambda: not answers(f"127.0.0.1:{port}"))


def test_a_missing_functions_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(Stop, match="checkout"), emulated_cloud(EmulationOptions(tmp_path / "cloud", tmp_path)):
        pass
