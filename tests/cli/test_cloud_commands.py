"""Looking and deciding on a deployment, whose functions' work the test does."""

import json
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from google.cloud.pubsub_v1 import PublisherClient  # type: ignore[import-untyped]

from proofpress.domain.events import DraftAccepted, DraftRequested, ManifestSubmitted, decode, encode
from proofpress.entry import resting
from proofpress.entry.cli import carrying_out
from proofpress.entry.cli.carrying_out import How
from proofpress.entry.cli.options import On
from proofpress.entry.cloud.deployment import EMULATOR_HOSTS
from proofpress.ports import Topic
from proofpress.stages.burying import bury
from tests.cli.cloud_desk import CloudRun, Desk


@pytest.fixture
def drafted(desk: Desk, cloud: CloudRun, by_hand: Path, capsys: pytest.CaptureFixture[str]) -> CloudRun:
    """A batch of three drafts that wait for a person: fox 1 and 2, owl 1."""
    assert cloud("submit", by_hand, "--patience", 0) == 0
    desk.take_in()
    desk.work()
    capsys.readouterr()
    return cloud


def printed(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def test_status_counts_and_names_the_deployment(
    desk: Desk, drafted: CloudRun, capsys: pytest.CaptureFixture[str]
) -> None:
    assert drafted("status", "--json") == 0
    (found,) = printed(capsys)
    assert (found["batch"], found["attempts"]) == ("byhand", {"passed": 3})
    assert drafted("status", "nosuch") == 2
    where = f"{desk.settings.prefix} in {desk.settings.project}"
    assert f"There is no batch 'nosuch' in {where}; it has: byhand." in capsys.readouterr().err


def test_review_names_pictures_by_their_addresses(
    desk: Desk, drafted: CloudRun, capsys: pytest.CaptureFixture[str]
) -> None:
    assert drafted("review", "--json") == 0
    listed = printed(capsys)
    assert [draft["draft"] for draft in listed] == ["byhand/fox/0001", "byhand/fox/0002", "byhand/owl/0001"]
    assert listed[0]["file"] == f"gs://{desk.settings.project}-proofpress-drafts/byhand/fox/0001.jpg"


def test_an_accept_publishes_the_order_of_the_final_and_says_what_follows(
    desk: Desk, drafted: CloudRun, capsys: pytest.CaptureFixture[str]
) -> None:
    address = f"gs://{desk.settings.project}-proofpress-drafts/byhand/fox/0002.jpg"
    drawn = len(desk.models.calls)
    assert drafted("accept", "fox/1", address) == 0
    captured = capsys.readouterr()
    assert "byhand/fox/0001 is accepted." in captured.out
    assert "The finals are rendered now; `proofpress status byhand --watch` shows it." in captured.err
    ordered = {decode(message) for message in desk.published(Topic.ACCEPTS)}
    assert ordered == {DraftAccepted(attempt="byhand/fox/0001"), DraftAccepted(attempt="byhand/fox/0002")}
    assert len(desk.models.calls) == drawn
    desk.work()
    assert desk.state("byhand/fox/0001") == "delivered"


def test_a_decision_stands_where_its_message_cannot_be_sent(
    desk: Desk, drafted: CloudRun, capsys: pytest.CaptureFixture[str]
) -> None:
    with PublisherClient() as publisher:
        publisher.delete_topic(topic=desk.settings.topic(Topic.ACCEPTS))
    assert drafted("accept", "fox/1") == 1
    captured = capsys.readouterr()
    assert "It is noted, but not sent." in captured.err
    assert "does not exist: run `terraform apply`" in captured.err
    assert "byhand/fox/0001 is accepted." in captured.out
    desk.work()
    assert desk.state("byhand/fox/0001") == "delivered"


def test_an_undo_takes_an_order_back_until_it_is_under_way(
    desk: Desk, drafted: CloudRun, capsys: pytest.CaptureFixture[str]
) -> None:
    assert drafted("accept", "fox/1", "fox/2") == 0
    assert drafted("undo", "fox/1") == 0
    assert desk.state("byhand/fox/0001") == "passed"
    desk.work()
    assert drafted("undo", "fox/2") == 2
    assert "only a draft that was accepted or declined can be taken back" in capsys.readouterr().err
    assert desk.state("byhand/fox/0002") == "delivered"


def test_a_refinement_is_ordered_and_a_rejection_told(
    desk: Desk, drafted: CloudRun, capsys: pytest.CaptureFixture[str]
) -> None:
    assert drafted("refine", "fox/1", "make it dusk") == 0
    assert decode(desk.published(Topic.DRAFTS)[0]) == DraftRequested(attempt="byhand/fox/0003")
    capsys.readouterr()
    assert drafted("reject", "owl/1", "--reason", "too dark") == 0
    assert "drafted again, within the caps of the manifest" in capsys.readouterr().err
    assert desk.state("byhand/owl/0001") == "declined"


def test_cancel_gives_back_what_was_not_called(
    desk: Desk, cloud: CloudRun, by_hand: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cloud("submit", by_hand, "--patience", 0) == 0
    desk.take_in()
    capsys.readouterr()
    assert cloud("cancel", "byhand", "--json") == 0
    assert printed(capsys) == {"batch": "byhand", "state": "cancelled", "slots_given_back": 3, "jobs_under_way": 0}


@pytest.mark.parametrize("option", ["--later", "--simulate"])
def test_what_only_a_work_folder_can_do_is_refused(
    drafted: CloudRun, option: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert drafted("accept", "fox/1", option) == 2
    assert "are for work folders" in capsys.readouterr().err


def test_only_emulators_make_a_decision_free(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    del desk
    how = How(On.CLOUD, None)
    assert carrying_out.is_free(how)
    for name in EMULATOR_HOSTS:
        monkeypatch.delenv(name)
    assert not carrying_out.is_free(how)


def test_the_report_is_written_here_with_thumbnails_that_are_fetched_once(
    desk: Desk, drafted: CloudRun, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert drafted("accept", "fox/1", "fox/2", "owl/1") == 0
    desk.work()
    capsys.readouterr()
    assert drafted("report") == 0
    folder = tmp_path / "work" / "cloud" / "byhand"
    shown = capsys.readouterr().out
    assert shown.startswith("3 of 3 keepers for $")
    assert f"gs://{desk.settings.project}-proofpress-deliveries/byhand" in shown
    assert f"Report:   {folder / 'report.html'}" in shown
    assert json.loads((folder / "report.json").read_text())["batch"]["keepers"] == 3
    made = {path.name: path.stat().st_mtime_ns for path in (folder / ".thumbs").iterdir()}
    assert len(made) >= 6
    assert drafted("report", "--workspace", tmp_path / "elsewhere") == 0
    assert (tmp_path / "elsewhere" / "report.html").is_file()
    assert drafted("report") == 0
    assert {path.name: path.stat().st_mtime_ns for path in (folder / ".thumbs").iterdir()} == made


def test_the_lineage_reaches_from_the_manifest_to_the_delivery(
    desk: Desk, drafted: CloudRun, capsys: pytest.CaptureFixture[str]
) -> None:
    assert drafted("accept", "fox/1") == 0
    desk.work()
    capsys.readouterr()
    assert drafted("lineage", "fox/1", "--json") == 0
    found = printed(capsys)
    assert found["origin"]["manifest"] == "byhand/byhand.yaml"
    assert found["finals"][0]["deliveries"][0]["name"] == "byhand/fox/0001.jpg"


def test_watching_ends_where_only_a_person_can_go_on(drafted: CloudRun, capsys: pytest.CaptureFixture[str]) -> None:
    assert drafted("status", "byhand", "--watch") == 0
    shown = capsys.readouterr().out
    assert shown.startswith("byhand (open): 0 of 3 keepers, 3 drafts")
    assert "3 drafts wait for your decision: `proofpress review byhand`." in shown


def test_watching_follows_a_batch_to_its_close(
    desk: Desk, drafted: CloudRun, capsys: pytest.CaptureFixture[str]
) -> None:
    assert drafted("accept", "fox/1", "fox/2", "owl/1") == 0
    functions = threading.Timer(1.0, desk.work)
    functions.start()
    assert drafted("status", "--watch") == 0
    functions.join()
    assert "byhand (closed): 3 of 3 keepers" in capsys.readouterr().out
    assert drafted("status", "--watch") == 0
    assert "byhand (closed): 3 of 3 keepers" in capsys.readouterr().out


def test_watching_ends_with_1_where_dead_letters_hold_a_batch_up(
    desk: Desk, drafted: CloudRun, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(resting, "STILL_SECONDS", 1.0)
    assert drafted("accept", "fox/1") == 0
    with desk.ports() as ports:
        bury(ports, Topic.ACCEPTS, encode(DraftAccepted(attempt="byhand/fox/0001")), "no reason", 5)
    assert drafted("status", "byhand", "--watch") == 1
    assert "1 message could not be processed: `proofpress deadletters list` says why" in capsys.readouterr().out


def test_submit_waits_for_the_end_and_reports(
    desk: Desk, cloud: CloudRun, by_hand: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    functions = threading.Thread(target=work_when_submitted, args=(desk,))
    functions.start()
    assert cloud("submit", by_hand, "--wait", "--json") == 0
    functions.join()
    report = printed(capsys)
    assert report["batch"]["waiting"] == 3
    assert (tmp_path / "work" / "cloud" / "byhand" / "report.html").is_file()


def work_when_submitted(desk: Desk) -> None:
    while not desk.take_in():
        time.sleep(0.1)
    desk.work()


def test_a_replayed_letter_is_on_its_topic_again(
    desk: Desk, drafted: CloudRun, capsys: pytest.CaptureFixture[str]
) -> None:
    message = encode(DraftRequested(attempt="byhand/fox/0001"))
    with desk.ports() as ports:
        letter = bury(ports, Topic.DRAFTS, message, "no [such] thing", 100)
    assert drafted("deadletters", "list") == 0
    captured = capsys.readouterr()
    assert "no [such] thing" in captured.out
    assert drafted("deadletters", "replay", letter.id, "--json") == 0
    assert printed(capsys) == {"replayed": [letter.id]}
    assert message in desk.published(Topic.DRAFTS)
    assert drafted("deadletters", "replay", letter.id, "--json") == 0
    assert printed(capsys) == {"replayed": []}


def test_one_letter_that_cannot_be_replayed_does_not_keep_the_others(
    desk: Desk, drafted: CloudRun, capsys: pytest.CaptureFixture[str]
) -> None:
    with desk.ports() as ports:
        lost = bury(ports, Topic.REQUESTS, encode(ManifestSubmitted(batch="b", name="x" * 950_000)), "too long", 1)
        kept = bury(ports, Topic.DRAFTS, encode(DraftRequested(attempt="byhand/fox/0002")), "why not", 1)
    assert not lost.whole
    assert drafted("deadletters", "replay", "--all", "--json") == 1
    captured = capsys.readouterr()
    assert json.loads(captured.out) == {"replayed": [kept.id]}
    assert "was too large to be kept" in captured.err


def test_local_commands_import_nothing_of_google_cloud() -> None:
    code = (
        "import sys; from proofpress.entry.cli.app import run_app; "
        "[run_app(line) for line in (['--help'], ['status'], ['models'], ['deadletters', 'list'])]; "
        "print([name for name in sys.modules if name.startswith(('google.cloud.', 'google.auth', 'grpc', 'requests'))])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[-1] == "[]"
