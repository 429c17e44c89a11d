"""The archives that are deployed: what lies in them, that they are the same each time, and that they work."""

import json
import re
import urllib.error
import urllib.request
import zipfile
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path

import pytest

from proofpress.domain.events import (
    BannersRequested,
    DraftAccepted,
    DraftPassed,
    DraftRequested,
    Event,
    JobRequested,
    ManifestRequested,
    ObjectFinalized,
    encode,
)
from proofpress.emulators.servers import Server
from proofpress.entry.cloud.topology import ANSWERS_STRANGERS, CONCURRENCY, Function
from proofpress.entry.emulated.environment import variables
from proofpress.ports import Bucket
from tests.deploy.configuration import PROJECT
from tools.stage import functions
from tools.staging.archive import contents_of, pack
from tools.staging.check import faults_of
from tools.staging.trial import Installed, clean_environment

PAID, READING = {"draft", "review", "render", "job"}, {"intake", "compose"}
CUTTING = {"screen", "render", "deliver", "job", "compose", "desk"}
NOBODY = "nobody/nothing/0001"
EVENTS: dict[Function, Event] = {
    Function.INTAKE: ManifestRequested(batch="spring", text="items: [{prompt: '{{ nothing }}'}]"),
    Function.DRAFT: DraftRequested(attempt=NOBODY),
    Function.SCREEN: ObjectFinalized(bucket=Bucket.DRAFTS, name=f"{NOBODY}.jpg"),
    Function.REVIEW: DraftPassed(attempt=NOBODY),
    Function.RENDER: DraftAccepted(attempt=NOBODY),
    Function.DELIVER: ObjectFinalized(bucket=Bucket.FINALS, name=f"{NOBODY}.jpg"),
    Function.JOB: JobRequested(job="nobody"),
    Function.COMPOSE: BannersRequested(banners="nobody/there/at-all"),
}
FORBIDDEN = re.compile(r"tests?/|simulator|emulators|emulated|reporting|cli/|pyproject|\.pyc|uv\.lock")


Archive = Callable[[str], Path]


def requirements_of(path: Path) -> set[str]:
    with zipfile.ZipFile(path) as packed:
        text = packed.read("requirements.txt").decode()
    return set(re.findall(r"(?m)^([a-z0-9-]+)==", text))


@pytest.mark.parametrize("function", Function)
def test_an_archive_is_whole_and_carries_nothing_else(archive: Archive, function: Function) -> None:
    assert faults_of(archive(function), PROJECT) == []
    with zipfile.ZipFile(archive(function)) as packed:
        names = packed.namelist()
    assert [name for name in names if FORBIDDEN.search(name)] == []
    assert {"main.py", "requirements.txt", "proofpress/models.toml"} <= set(names)


def test_every_function_is_staged() -> None:
    assert set(functions()) == set(Function)


@pytest.mark.parametrize("function", Function)
def test_an_archive_requires_what_its_function_needs(archive: Archive, function: Function) -> None:
    found = requirements_of(archive(function))
    assert ("google-genai" in found) is (function in PAID)
    assert ("pillow" in found) is (function in CUTTING)
    assert ("pyyaml" in found) is (function in READING)
    assert {"functions-framework", "gunicorn", "google-cloud-firestore", "pydantic"} <= found
    assert not found & {"typer", "rich", "pytest", "hypothesis", "mypy", "ruff"}


def test_staging_again_makes_the_same_bytes(tmp_path: Path, archive: Archive) -> None:
    contents = contents_of("screen", PROJECT)
    pack(dict(reversed(contents.items())), tmp_path / "again.zip")
    with zipfile.ZipFile(archive("screen")) as packed:
        pack({name: packed.read(name) for name in packed.namelist()}, tmp_path / "first.zip")
        assert {entry.date_time for entry in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {entry.external_attr >> 16 for entry in packed.infolist()} == {0o100644}
    assert (tmp_path / "again.zip").read_bytes() == (tmp_path / "first.zip").read_bytes()


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("function", Function)
def test_an_archive_answers_its_first_event(
    tmp_path: Path, archive: Archive, firestore_host: str, function: Function
) -> None:
    nowhere = "127.0.0.1:9"
    found = variables(firestore=firestore_host, pubsub=nowhere, storage=nowhere, simulator=nowhere)
    project = {"PROOFPRESS_PROJECT": f"archive-{function}", "THREADS": str(CONCURRENCY[function])}
    project["PROOFPRESS_WEBHOOK_SECRETS"] = "whsec_c2VjcmV0"
    environment = clean_environment() | found | project
    with Installed(archive(function), PROJECT) as installed:
        installed.import_everything()
        server = Server(
            function,
            lambda port: installed.command(function, port),
            tmp_path / "log",
            environment,
            tmp_path,
            probe="/robots.txt",
        )
        with server:
            answer = ask(server.host, function)
    log = (tmp_path / "log").read_text("utf-8")
    assert answer == {Function.DESK: 200, Function.WEBHOOK: 400}.get(function, 204), log
    if function not in ANSWERS_STRANGERS:
        line = json.loads(log.strip().splitlines()[-1])
        assert line["outcome"] in {"done", "dropped"}, log
        assert line["logging.googleapis.com/labels"]["function"] == function


def ask(host: str, function: Function) -> int:
    """Post the function's event as Pub/Sub does, or what else calls it; the status of the answer."""
    if function is Function.DESK:
        return status_of(f"http://{host}/status", None)
    if function is Function.WEBHOOK:
        return status_of(f"http://{host}/", b"{}")
    if function is Function.SWEEP:
        return status_of(f"http://{host}/", b"{}", **{"X-CloudScheduler": "true"})
    message = encode(EVENTS[function])
    inner = {"data": b64encode(message.data).decode(), "attributes": message.attributes, "messageId": "1"}
    body = json.dumps({"message": inner, "subscription": "projects/p/subscriptions/s"}).encode()
    return status_of(f"http://{host}/", body)


def status_of(url: str, body: bytes | None, **headers: str) -> int:
    request = urllib.request.Request(url, body, {"Content-Type": "application/json", **headers})  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=60) as response:  # noqa: S310 - on this machine
            return int(response.status)
    except urllib.error.HTTPError as refused:
        return refused.code
