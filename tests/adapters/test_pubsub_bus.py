"""The Pub/Sub bus beyond its contract: what goes wrong, and how much is on its way at a time."""

import subprocess
import sys
import threading
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path

import grpc  # type: ignore[import-untyped]
import pytest

from proofpress.adapters.google.bus import PubSubBus
from proofpress.adapters.google.bus_limits import MAX_BYTES
from proofpress.domain.errors import Retry, Stop
from proofpress.domain.events import DraftRequested, Message
from proofpress.ports import Topic
from tests.support.pubsub import PulledTopics
from tests.support.pubsub_faults import Fault, flaky_pubsub

EVENT = DraftRequested(attempt="b/cup/0001")


@pytest.fixture
def topics(pubsub_host: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[PulledTopics]:
    monkeypatch.setenv("PUBSUB_EMULATOR_HOST", pubsub_host)
    with PulledTopics(f"bus-{uuid.uuid4().hex[:12]}") as topics:
        yield topics


class Door:
    """A script that lets nothing pass until it is opened."""

    def __init__(self) -> None:
        self._open = threading.Event()
        self.waiting = 0

    def __call__(self) -> None:
        self.waiting += 1
        self._open.wait(60)

    def open(self) -> None:
        self._open.set()


@pytest.fixture
def door() -> Iterator[Door]:
    door = Door()
    yield door
    door.open()


def test_an_event_is_published_at_once_and_flushed_when_it_was_taken(
    topics: PulledTopics, pubsub_host: str, monkeypatch: pytest.MonkeyPatch, door: Door
) -> None:
    with flaky_pubsub(pubsub_host, door) as flaky, ThreadPoolExecutor(1) as thread:
        monkeypatch.setenv("PUBSUB_EMULATOR_HOST", flaky)
        bus = PubSubBus(topics.paths)
        thread.submit(bus.publish, Topic.DRAFTS, EVENT).result(10)
        flushed = thread.submit(bus.flush)
        with pytest.raises(TimeoutError):
            flushed.result(0.5)
        door.open()
        flushed.result(10)
        bus.close()
    assert [topic for topic, _ in topics.pull(1)] == [Topic.DRAFTS]


@pytest.mark.parametrize("silent", [False, True], ids=["refused", "no answer"])
def test_what_was_not_taken_is_a_retry_that_names_the_first_and_is_then_forgotten(
    topics: PulledTopics, pubsub_host: str, monkeypatch: pytest.MonkeyPatch, door: Door, silent: bool
) -> None:
    with flaky_pubsub(pubsub_host, door if silent else Fault) as flaky:
        monkeypatch.setenv("PUBSUB_EMULATOR_HOST", flaky)
        bus = PubSubBus(topics.paths, patience=0.5)
        for number in (1, 2, 3):
            bus.publish(Topic.DRAFTS, DraftRequested(attempt=f"b/cup/000{number}"))
        with pytest.raises(Retry, match=r"test-drafts did not take the message about 'b/cup/0001' \(and 2 more\)"):
            bus.flush()
        bus.flush()
        door.open()
        bus.close()


def test_a_request_without_an_answer_is_repeated(
    topics: PulledTopics, pubsub_host: str, monkeypatch: pytest.MonkeyPatch, door: Door
) -> None:
    requests = count(1)

    def silent_at_first() -> None:
        if next(requests) == 1:
            door()

    with flaky_pubsub(pubsub_host, silent_at_first) as flaky:
        monkeypatch.setenv("PUBSUB_EMULATOR_HOST", flaky)
        bus = PubSubBus(topics.paths, patience=4.0)
        bus.publish(Topic.DRAFTS, EVENT)
        bus.close()
        door.open()
    assert next(requests) == 3
    assert topics.pull(1)


def test_a_missing_topic_stops_with_the_mend(topics: PulledTopics) -> None:
    bus = PubSubBus(topics.paths | {Topic.DRAFTS: "projects/some-project/topics/missing"})
    bus.publish(Topic.DRAFTS, EVENT)
    with pytest.raises(Stop, match="projects/some-project/topics/missing does not exist: run `terraform apply`"):
        bus.flush()
    bus.close()


def test_a_missing_role_stops_with_the_mend(
    topics: PulledTopics, pubsub_host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with flaky_pubsub(pubsub_host, lambda: Fault(grpc.StatusCode.PERMISSION_DENIED)) as flaky:
        monkeypatch.setenv("PUBSUB_EMULATOR_HOST", flaky)
        bus = PubSubBus(topics.paths)
        bus.publish(Topic.DRAFTS, EVENT)
        with pytest.raises(Stop, match=r"test-drafts: grant roles/pubsub\.publisher on it"):
            bus.flush()
        bus.close()


def test_missing_credentials_stop_with_the_mend(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(tmp_path / "missing.json"))
    with pytest.raises(Stop, match=r"gcloud auth application-default login.*missing\.json"):
        PubSubBus({Topic.DRAFTS: "projects/some-project/topics/any"}).publish(Topic.DRAFTS, EVENT)


def test_a_thread_hears_of_its_own_failures_only(topics: PulledTopics) -> None:
    bus = PubSubBus(topics.paths | {Topic.REVIEWS: "projects/some-project/topics/missing"})
    bus.publish(Topic.REVIEWS, EVENT)
    with ThreadPoolExecutor(1) as other:
        other.submit(bus.publish, Topic.DRAFTS, EVENT).result()
        other.submit(bus.flush).result()
    with pytest.raises(Stop):
        bus.flush()
    bus.close()


@pytest.mark.parametrize(
    "attributes", [{}, {f"{number:256d}": "v" * 1024 for number in range(100)}], ids=["none", "all"]
)
def test_the_largest_message_that_is_not_dropped_is_taken(topics: PulledTopics, attributes: dict[str, str]) -> None:
    room = MAX_BYTES - sum(len(key) + len(value) for key, value in attributes.items())
    bus = PubSubBus(topics.paths)
    bus.forward(Topic.REQUESTS, Message(data=b"x" * room, attributes=attributes))
    bus.flush()
    bus.close()


def test_no_more_than_a_thousand_messages_are_on_their_way(
    topics: PulledTopics, pubsub_host: str, monkeypatch: pytest.MonkeyPatch, door: Door
) -> None:
    with flaky_pubsub(pubsub_host, door) as flaky, ThreadPoolExecutor(1) as thread:
        monkeypatch.setenv("PUBSUB_EMULATOR_HOST", flaky)
        bus = PubSubBus(topics.paths)
        published = []

        def publish() -> None:
            for number in range(1100):
                bus.publish(Topic.DRAFTS, DraftRequested(attempt=f"b/cup/{number:04d}"))
                published.append(number)
            bus.flush()

        done = thread.submit(publish)
        with pytest.raises(TimeoutError):
            done.result(1)
        assert len(published) == 1000
        door.open()
        done.result(60)
        bus.close()
    assert len({message.attributes["ce-subject"] for _, message in topics.pull(1100)}) == 1100


_FORKED = """
import os, sys
from proofpress.adapters.google.bus import PubSubBus
from proofpress.domain.events import DraftRequested
from proofpress.ports import Topic
bus = PubSubBus({Topic.DRAFTS: sys.argv[1]})
if os.fork() == 0:
    bus.publish(Topic.DRAFTS, DraftRequested(attempt="b/cup/0001"))
    bus.close()
    os._exit(7)
sys.exit(os.waitstatus_to_exitcode(os.wait()[1]))
"""


def test_a_bus_that_was_made_before_a_fork_works_after_it(topics: PulledTopics) -> None:
    command = [sys.executable, "-c", _FORKED, topics.paths[Topic.DRAFTS]]
    assert subprocess.run(command, timeout=60, check=False).returncode == 7
    assert len(topics.pull(1)) == 1
