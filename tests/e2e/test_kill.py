"""kill -9 at many moments of a run of some 300 drafts, then the same command."""

import os
import signal
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from proofpress.adapters.local.ledger import SqliteLedger
from proofpress.domain import queries
from tests.support.runs import Ended, Service, finish, keepers, run, simulator, start, wait_for_lines

MANIFEST = """
name: killed
defaults:
  prompt: scene {{ n }} at dusk
  want: 3
  final: standard
  route: two_tier
  max_usd_per_keeper: 2
  max_attempts: 10
matrix: {n: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28,
             29, 30]}
"""

PROFILE = """
accept_rate = 0.33
lost_look = 0.05
[latency]
median = 0.1
spread = 0.5
[defects]
dark = 0.03
truncated = 0.02
exact_duplicate = 0.02
[refusals]
rate_limited = 0.03
unavailable = 0.02
empty = 0.03
safety = 0.02
retry_after = 0.1
"""

CAP = 300

MOMENTS = [1, 30, 90, 170, 250, 330, 420, 520]
"""Requests answered when the process is killed: from the pilot wave to the last finals."""

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def manifest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("manifest") / "killed.yaml"
    path.write_text(MANIFEST)
    return path


@pytest.fixture(scope="module")
def undisturbed(manifest: Path, tmp_path_factory: pytest.TempPathFactory) -> Ended:
    folder = tmp_path_factory.mktemp("undisturbed")
    with simulator(folder / "simulator", PROFILE) as service:
        ended = run(service, "run", str(manifest), "--json", "-w", str(folder / "work"))
        assert ended.report["batch"]["attempts"] > 250
        assert set(service.payments().values()) == {1}
        return ended


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    with simulator(tmp_path / "simulator", PROFILE) as running:
        yield running


def leased(work: Path) -> set[str]:
    """Labels of the calls that were in flight when the process died."""
    with closing(SqliteLedger(work / "ledger.sqlite")) as ledger:
        attempts = ledger.find(queries.attempts("killed"))
        finals = ledger.find(queries.finals("killed"))
        return {record.key for record in (*attempts, *finals) if record.lease_until is not None}


def check_money(service: Service, report: dict[str, object], in_flight: set[str]) -> None:
    """Nothing is paid twice but calls in flight at the kill, and the report accounts for every billed dollar."""
    twice = {label for (label, _), count in service.payments().items() if count > 1}
    assert twice <= in_flight
    assert max(service.payments().values()) <= 2
    usd = report["batch"]["usd"]  # type: ignore[index]
    billed = float(service.billed())
    assert usd["spent"] - 1e-9 <= billed <= usd["spent"] + usd["perhaps"] + 1e-9
    assert report["batch"]["attempts"] <= CAP  # type: ignore[index]


@pytest.mark.parametrize("moment", MOMENTS)
def test_after_a_kill_the_same_command_ends_with_the_same_keepers(
    manifest: Path, undisturbed: Ended, service: Service, tmp_path: Path, moment: int
) -> None:
    work = tmp_path / "work"
    command = ("run", str(manifest), "--json", "-w", str(work))
    process = start(service, *command)
    wait_for_lines(service, process, moment)
    os.kill(process.pid, signal.SIGKILL)
    finish(process)
    in_flight = leased(work)
    again = run(service, *command)
    assert again.code == undisturbed.code, again.err
    assert keepers(again.report) == keepers(undisturbed.report)
    check_money(service, again.report, in_flight)


def test_an_interrupt_finishes_the_calls_in_flight_and_pays_nothing_twice(
    manifest: Path, undisturbed: Ended, service: Service, tmp_path: Path
) -> None:
    work = tmp_path / "work"
    command = ("run", str(manifest), "--json", "-w", str(work))
    process = start(service, *command)
    wait_for_lines(service, process, 150)
    process.send_signal(signal.SIGINT)
    stopped = finish(process)
    assert stopped.code == 130
    assert "Stopping after the calls in flight" in stopped.err
    assert not leased(work)
    again = run(service, *command)
    assert keepers(again.report) == keepers(undisturbed.report)
    assert set(service.payments().values()) == {1}
    assert again.report["batch"]["usd"]["perhaps"] == 0


def test_the_same_command_after_the_end_changes_and_pays_nothing(
    manifest: Path, service: Service, tmp_path: Path
) -> None:
    command = ("run", str(manifest), "--json", "-w", str(tmp_path / "work"))
    first = run(service, *command)
    asked = service.count()
    second = run(service, *command)
    assert service.count() == asked
    assert second.report == first.report
    assert second.code == first.code
