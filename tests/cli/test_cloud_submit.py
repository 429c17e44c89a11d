"""submit --to gs://…: what lies in the inbox afterwards, and what never starts."""

import json
import threading
import time
from pathlib import Path

import pytest
from PIL import Image

from proofpress.domain import queries
from proofpress.domain.errors import BadInput
from proofpress.domain.events import ManifestRequested, ManifestSubmitted, decode, encode
from proofpress.domain.records import DeadLetter
from proofpress.entry.cli.app import run_app
from proofpress.entry.cli.asking import plan_and_ask
from proofpress.entry.cloud.inbox_rule import MARK
from proofpress.entry.cloud.wiring import open_store
from proofpress.entry.manifest_files import read_manifest
from proofpress.entry.settings import read_catalog, read_settings
from proofpress.ports import Bucket, Topic
from proofpress.stages.burying import bury
from tests.cli.cloud_desk import CloudRun, Desk, write
from tests.cli.conftest import BY_HAND
from tests.cli.test_manifest_files import TODAY

WITH_FILES = """
name: cups
defaults: {prompt: "a {{ product.sku }} cup", references: ["{{ product.photo }}"], review: hand, size: 512x512}
matrix: {product: rows.csv}
"""


@pytest.fixture
def with_files(tmp_path: Path) -> Path:
    write(tmp_path / "cups", "sku,photo\nblue,photos/blue.png\n", "rows.csv")
    (tmp_path / "cups" / "photos").mkdir()
    Image.new("RGB", (64, 64), "teal").save(tmp_path / "cups" / "photos" / "blue.png")
    return write(tmp_path / "cups", WITH_FILES, "cups.yaml")


def inbox_uri(desk: Desk) -> str:
    return f"gs://{desk.settings.bucket(Bucket.INBOX)}"


def metadata(desk: Desk, name: str) -> dict[str, str]:
    stored = open_store(desk.settings).stat(Bucket.INBOX, name)
    assert stored is not None
    return stored.metadata


def test_files_lie_beside_the_manifest_and_only_the_manifest_starts_a_batch(
    desk: Desk, cloud: CloudRun, with_files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cloud("submit", with_files, "--to", inbox_uri(desk), "--patience", 0) == 0
    assert desk.inbox() == ["cups/cups.yaml", "cups/photos/blue.png", "cups/rows.csv"]
    assert [name for name in desk.inbox() if MARK in metadata(desk, name)] == ["cups/cups.yaml"]
    assert metadata(desk, "cups/cups.yaml")["traceparent"].startswith("00-")
    assert "Batch cups is submitted, and waits to be taken in" in capsys.readouterr().err
    assert desk.take_in() == ["cups"]
    batch = desk.batch("cups")
    assert batch is not None
    assert batch.state == "open"


def test_the_same_manifest_again_says_that_it_is_there(
    desk: Desk, cloud: CloudRun, by_hand: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for new in (True, False):
        assert cloud("submit", by_hand, "--patience", 0, "--json") == 0
        assert json.loads(capsys.readouterr().out) == {"batch": "byhand", "new": new, "state": None}
    desk.take_in()
    assert cloud("submit", by_hand, "--to", f"{inbox_uri(desk)}/byhand") == 0
    assert "Batch byhand is there already: 2 items, 3 keepers wanted" in capsys.readouterr().err


def test_another_manifest_under_a_name_that_is_taken_is_refused(
    desk: Desk, cloud: CloudRun, by_hand: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cloud("submit", by_hand, "--patience", 0) == 0
    by_hand.write_text(BY_HAND.replace("a fox", "a wolf"))
    assert cloud("submit", by_hand, "--patience", 0) == 2
    assert "was submitted and waits to be taken in" in capsys.readouterr().err
    desk.take_in()
    assert cloud("submit", by_hand, "--patience", 0) == 2
    assert "+  - {id: fox, prompt: a wolf in snow" in capsys.readouterr().err


def test_a_submission_that_broke_off_starts_nothing_and_is_put_right_by_the_next(
    desk: Desk, cloud: CloudRun, with_files: Path
) -> None:
    open_store(desk.settings).put(Bucket.INBOX, "cups/rows.csv", b"sku,photo\nold,old.png\n", "text/csv")
    assert desk.take_in() == []
    assert cloud("submit", with_files, "--patience", 0) == 0
    assert open_store(desk.settings).get(Bucket.INBOX, "cups/rows.csv") == b"sku,photo\nblue,photos/blue.png\n"


def test_a_manifest_that_intake_refused_is_replaced_by_its_correction(
    desk: Desk, cloud: CloudRun, by_hand: Path
) -> None:
    assert cloud("submit", by_hand, "--patience", 0) == 0
    open_store(desk.settings).delete(Bucket.INBOX, "byhand/byhand.yaml")
    open_store(desk.settings).put(Bucket.INBOX, "byhand/byhand.yaml", b"items: 3", "text/plain", {MARK: "byhand"})
    desk.take_in()
    with desk.ports() as ports:
        (letter,) = ports.ledger.find(queries.dead_letters())
    assert cloud("submit", by_hand, "--patience", 0) == 0
    assert desk.take_in() == ["byhand"]
    assert desk.batch("byhand") is not None
    with desk.ports() as ports:
        replayed = ports.ledger.get(DeadLetter, letter.key)
    assert replayed is not None
    assert replayed.replayed


def test_what_intake_refuses_ends_the_submission_with_its_reason(
    desk: Desk, cloud: CloudRun, by_hand: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    refuse = threading.Thread(target=refuse_when_there, args=(desk,))
    refuse.start()
    assert cloud("submit", by_hand, "--patience", 20) == 2
    refuse.join()
    assert "The deployment refused the manifest: not today" in capsys.readouterr().err


def refuse_when_there(desk: Desk) -> None:
    while not desk.inbox():
        time.sleep(0.1)
    with desk.ports() as ports:
        event = ManifestSubmitted(batch="byhand", name="byhand/byhand.yaml")
        bury(ports, Topic.INBOX, encode(event), "not today", 1)


def test_a_file_that_the_inbox_would_take_for_a_manifest_is_refused(
    desk: Desk, cloud: CloudRun, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, "sku\ncup\n", "manifest.csv")
    manifest = write(tmp_path, "defaults: {prompt: 'a {{ p.sku }}'}\nmatrix: {p: manifest.csv}\n", "cups.yaml")
    assert cloud("submit", manifest, "--patience", 0) == 2
    assert "would take manifest.csv, which cups.yaml names, for a manifest" in capsys.readouterr().err
    assert desk.inbox() == []


def test_a_manifest_with_errors_never_leaves_this_machine(
    desk: Desk, cloud: CloudRun, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    manifest = write(tmp_path, "items: [{prompt: a, wnat: 2}]\n")
    assert cloud("submit", manifest, "--patience", 0) == 2
    assert f"{manifest}:1: " in capsys.readouterr().err
    assert desk.inbox() == []


@pytest.mark.parametrize("to", ["gs://somebody-elses", "byhand", "s3://bucket"])
def test_only_the_inbox_of_the_deployment_is_a_destination(
    desk: Desk, cloud: CloudRun, by_hand: Path, to: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cloud("submit", by_hand, "--to", to) == 2
    assert f"is not the inbox of this deployment, {inbox_uri(desk)}" in capsys.readouterr().err


def test_a_manifest_without_files_can_go_as_a_message(desk: Desk, cloud: CloudRun, by_hand: Path) -> None:
    assert cloud("submit", by_hand, "--as-message", "--patience", 0) == 0
    (message,) = desk.published(Topic.REQUESTS)
    event = decode(message)
    assert event == ManifestRequested(batch="byhand", name="byhand.yaml", text=BY_HAND)
    assert desk.inbox() == []
    desk.handle(Topic.REQUESTS, event)
    batch = desk.batch("byhand")
    assert batch is not None
    assert batch.items == 2


def test_a_manifest_with_files_cannot_go_as_a_message(
    cloud: CloudRun, with_files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cloud("submit", with_files, "--as-message") == 2
    assert "names files, which a message cannot carry" in capsys.readouterr().err


def test_money_is_asked_for_where_the_deployment_is_real(
    by_hand: Path,
) -> None:
    settings = read_settings({})
    spec = read_manifest(by_hand, read_catalog(settings), TODAY).spec
    with pytest.raises(BadInput, match="Nobody is there to answer"):
        plan_and_ask(settings, read_catalog(settings), spec, by_hand, live=True, yes=False)


def test_some_real_parts_beside_emulated_ones_are_refused(
    by_hand: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PROOFPRESS_PROJECT", "some-project")
    monkeypatch.setenv("FIRESTORE_EMULATOR_HOST", "127.0.0.1:1")
    assert run_app(["submit", str(by_hand), "--on", "cloud", "--yes"]) == 2
    assert "set all of them or none" in capsys.readouterr().err
