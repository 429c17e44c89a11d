"""Google's emulators as child processes: they answer, they keep things apart, and nothing of them stays behind."""

import http.client
import os
import signal
import subprocess
import sys
import time
from contextlib import closing, suppress
from pathlib import Path

import pytest
from google.api_core.exceptions import AlreadyExists
from google.auth.credentials import AnonymousCredentials
from google.cloud import firestore

from proofpress.domain.errors import Stop
from proofpress.emulators.google import FirestoreEmulator, PubSubEmulator, find_missing
from tests.support.emulators import need_emulators

HOLDER = """
import sys, time
from proofpress.emulators.google import PubSubEmulator
with PubSubEmulator() as emulator:
    print(emulator.host, flush=True)
    time.sleep(60)
"""


def answers(host: str) -> bool:
    with closing(http.client.HTTPConnection(host, timeout=60)) as connection, suppress(OSError):
        connection.request("GET", "/")
        return connection.getresponse().status == http.HTTPStatus.OK
    return False


def wait_for_silence(host: str) -> None:
    deadline = time.monotonic() + 60
    while answers(host):
        assert time.monotonic() < deadline, f"{host} still answers"
        time.sleep(0.05)


def test_the_databases_of_a_project_are_apart(firestore_host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIRESTORE_EMULATOR_HOST", firestore_host)
    named, other = (
        firestore.Client("apart", AnonymousCredentials(), database).document("things/one")  # type: ignore[no-untyped-call]
        for database in ("proofpress", "other")
    )
    named.create({"value": 1})

    assert named.get().to_dict() == {"value": 1}
    assert not other.get().exists
    with pytest.raises(AlreadyExists):
        named.create({"value": 2})


def test_a_topic_is_made_by_rest(pubsub_host: str) -> None:
    with closing(http.client.HTTPConnection(pubsub_host, timeout=60)) as connection:
        connection.request("PUT", "/v1/projects/by-rest/topics/drafts")

        assert b"projects/by-rest/topics/drafts" in connection.getresponse().read()


def test_no_emulator_outlives_its_context(tmp_path: Path) -> None:
    need_emulators()
    with FirestoreEmulator(tmp_path / "log") as emulator:
        assert answers(emulator.host)

    assert not answers(emulator.host)


def test_no_emulator_outlives_a_killed_holder() -> None:
    need_emulators()
    with subprocess.Popen([sys.executable, "-c", HOLDER], stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        host = holder.stdout.readline().strip()
        assert answers(host)
        os.kill(holder.pid, signal.SIGKILL)

    wait_for_silence(host)


@pytest.mark.parametrize(
    ("programs", "mend"),
    [((), "cloud.google.com/sdk"), (("gcloud",), "Java"), (("gcloud", "java"), "components install")],
)
def test_what_is_missing_is_named_with_its_mend(
    programs: tuple[str, ...], mend: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "bin"
    folder.mkdir()
    for program in programs:
        (folder / program).touch(0o755)
    monkeypatch.setenv("PATH", str(folder))

    assert mend in (find_missing() or "")
    with pytest.raises(Stop, match=mend), PubSubEmulator():
        pass
