"""Everything that may happen to deliveries and servers, in one run: the same keepers, and no dollar more.

Every event comes three times and out of order, and every function that has work is killed by SIGKILL once in its midst.
"""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from proofpress.adapters.google.ledger import FirestoreLedger
from proofpress.domain import queries
from proofpress.emulators.courier import Courier, delivering
from proofpress.entry.cloud.topology import Function
from proofpress.entry.cloud.wiring import open_ledger
from proofpress.entry.emulated.scheduler import call
from tests.support.clouds import UNRULY, Cloud, cloud
from tests.support.killing import AT_WORK, HELD
from tests.support.runs import keepers, run, simulator

MANIFEST = """
name: storm
defaults:
  prompt: scene {{ n }} at dusk
  want: 2
  final: standard
  route: two_tier
  max_usd_per_keeper: 2
  max_attempts: 8
  review: {mode: model}
matrix: {n: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]}
"""

PROFILE = f"""
accept_rate = 0.4
{UNRULY}"""

BATCH = "storm"
CAP = 80
LEASE_SECONDS = 20.0
"""Longer than any call here takes, on a busy machine too: a lease that ran out under a living worker is paid twice."""

STALE_SECONDS = 10.0

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


@dataclass(frozen=True)
class Storm:
    """What came of the run."""

    cloud: Cloud
    courier: Courier
    report: dict[str, Any]
    in_flight: dict[Function, set[str]]
    """Labels of the calls under way when a function was killed."""


@pytest.fixture(scope="module")
def manifest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("manifest") / "storm.yaml"
    path.write_text(MANIFEST)
    return path


@pytest.fixture(scope="module")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("profile") / "profile.toml"
    path.write_text(PROFILE)
    return path


@pytest.fixture(scope="module")
def undisturbed(manifest: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("undisturbed")
    with simulator(folder, PROFILE) as service:
        return run(service, "run", str(manifest), "--json", "-w", str(folder / "work")).report


@pytest.fixture(scope="module")
def storm(manifest: Path, profile: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Storm]:
    variables = {
        "PROOFPRESS_LEASE_MINUTES": str(LEASE_SECONDS / 60),
        "PROOFPRESS_STALE_MINUTES": str(STALE_SECONDS / 60),
    }
    courier = Courier(copies=3, shuffle=1.0, seed=1)
    folder = tmp_path_factory.mktemp("storm")
    with (
        delivering(courier),
        cloud(
            folder, courier.through, profile=str(profile), sweep_seconds=2.0, min_backoff=1.0, variables=variables
        ) as running,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setenv("FIRESTORE_EMULATOR_HOST", running.emulated.variables["FIRESTORE_EMULATOR_HOST"])
        with closing(open_ledger(running.emulated.settings)) as ledger:
            with ThreadPoolExecutor() as killers:
                kills = {each: killers.submit(killed, running, courier, ledger, each) for each in AT_WORK}
                batch = running.submit(manifest)
            report = running.finished(batch)
            yield Storm(running, courier, report, {function: kill.result() for function, kill in kills.items()})


def killed(running: Cloud, courier: Courier, ledger: FirestoreLedger, function: Function) -> set[str]:
    """Kill a function while it works; labels of the calls that were under way."""
    server, held = running.emulated.functions[function], HELD.get(function)
    deadline = time.monotonic() + 120
    while not is_at_work(courier, server.host, function) or (held and not held(ledger, BATCH)):
        assert time.monotonic() < deadline, f"{function} never worked"
        time.sleep(0.02)
    server.kill()
    return held(ledger, BATCH) if held else set()


def is_at_work(courier: Courier, host: str, function: Function) -> bool:
    return function is Function.SWEEP or courier.under_way[host] > 0


def test_the_keepers_are_those_of_an_undisturbed_run(storm: Storm, undisturbed: dict[str, Any]) -> None:
    assert keepers(storm.report) == keepers(undisturbed)


def test_no_cap_is_passed(storm: Storm) -> None:
    assert storm.report["batch"]["attempts"] <= CAP
    assert max(item["attempts"] for item in storm.report["items"]) <= 8


def test_nothing_is_paid_twice_but_calls_under_way_at_a_kill(storm: Storm) -> None:
    payments = storm.cloud.service.payments()
    twice = {label for (label, _), count in payments.items() if count > 1}

    assert twice <= set().union(*storm.in_flight.values())
    assert max(payments.values()) <= 2


def test_the_report_accounts_for_every_billed_dollar(storm: Storm) -> None:
    usd, billed = storm.report["batch"]["usd"], float(storm.cloud.service.billed())

    assert usd["spent"] - 1e-9 <= billed <= usd["spent"] + usd["perhaps"] + 1e-9


def test_the_kills_hit_calls_under_way(storm: Storm) -> None:
    assert all(storm.in_flight[function] for function in HELD)
    assert storm.courier.refused[0] > len(HELD), "no delivery was cut off"


def test_every_message_was_taken_three_times(storm: Storm) -> None:
    storm.cloud.wait(lambda: storm.courier.taken == 3 * storm.courier.messages)
    assert storm.courier.messages > 100


def test_nothing_is_stuck(storm: Storm, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIRESTORE_EMULATOR_HOST", storm.cloud.emulated.variables["FIRESTORE_EMULATOR_HOST"])
    assert call(storm.cloud.emulated.functions[Function.SWEEP]) // 100 == 2
    with closing(open_ledger(storm.cloud.emulated.settings)) as ledger:
        assert not any(held(ledger, BATCH) for held in HELD.values())
        assert ledger.find(queries.open_batches()) == []
        assert ledger.find(queries.dead_letters()) == []
