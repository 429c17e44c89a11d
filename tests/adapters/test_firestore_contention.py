"""Many workers on few records: somebody always wins, nobody is starved, and no cap is passed."""

import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from random import Random
from threading import Barrier
from uuid import uuid4

import pytest

from proofpress.adapters.google.ledger import FirestoreLedger
from proofpress.domain import queries
from proofpress.domain.records import Attempt, Cohort, Keeper
from proofpress.domain.states import AttemptState
from proofpress.ports import Create, Replace
from tests.contract.suite_records import NOW, attempt, keeper

WORKERS = 64
SLOTS = 300
PATIENCE = 60.0
"""Seconds; a worker that waits longer is starved. Usually it is a few."""


@pytest.fixture
def ledger(firestore_host: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[FirestoreLedger]:
    monkeypatch.setenv("FIRESTORE_EMULATOR_HOST", firestore_host)
    with closing(FirestoreLedger(f"test-{uuid4().hex}", "proofpress")) as ledger:
        yield ledger


def cohort() -> Cohort:
    return Cohort(batch="b", number=0, max_attempts=SLOTS, still_since=0)


def take_slot(ledger: FirestoreLedger, chance: Random) -> float:
    """Read the cohort, allocate its next slot by compare-and-set, try again where somebody was faster; the seconds."""
    began, tries = time.monotonic(), 0
    while True:
        found = ledger.get(Cohort, "b/0000")
        assert found is not None
        number = found.allocated + 1
        if ledger.commit(Replace(found.having(allocated=number)), Create(attempt(number))):
            return time.monotonic() - began
        tries += 1
        time.sleep(chance.uniform(0, min(1.0, 0.02 * 2**tries)))


@pytest.mark.slow
def test_64_workers_allocate_the_300_slots_of_one_item_and_none_is_starved(ledger: FirestoreLedger) -> None:
    assert ledger.commit(Create(cohort()))
    start = Barrier(WORKERS)

    def work(worker: int) -> list[float]:
        chance = Random(worker)
        start.wait()
        return [take_slot(ledger, chance) for _ in range(worker, SLOTS, WORKERS)]

    with ThreadPoolExecutor(WORKERS) as pool:
        waits = sorted(wait for worker in pool.map(work, range(WORKERS)) for wait in worker)
    assert waits[-1] < PATIENCE
    print(f"longest wait {waits[-1]:.1f} s, median {waits[SLOTS // 2]:.1f} s")  # noqa: T201
    found = ledger.get(Cohort, "b/0000")
    assert found is not None
    assert found.allocated == SLOTS
    assert [each.number for each in ledger.find(queries.attempts("b"))] == list(range(1, SLOTS + 1))


@pytest.mark.slow
def test_64_workers_lease_each_of_300_slots_once(ledger: FirestoreLedger) -> None:
    assert ledger.commit(*(Create(attempt(number)) for number in range(1, SLOTS + 1)))

    def work(worker: int) -> list[int]:
        """Every slot is offered to four workers, in an order of each one's own."""
        offered = [number for number in range(1, SLOTS + 1) if (number + worker) % 16 == 0]
        Random(worker).shuffle(offered)
        return [number for number in offered if lease(worker, number)]

    def lease(worker: int, number: int) -> bool:
        found = ledger.get(Attempt, attempt(number).key)
        assert found is not None
        if found.state is not AttemptState.PLANNED:
            return False
        leased = found.as_leased(NOW, lease_owner=str(worker), leases=found.leases + 1)
        return bool(ledger.commit(Replace(leased)))

    with ThreadPoolExecutor(WORKERS) as pool:
        won = dict(enumerate(pool.map(work, range(WORKERS))))
    assert sorted(number for numbers in won.values() for number in numbers) == list(range(1, SLOTS + 1))
    for each in ledger.find(queries.attempts("b")):
        assert each.leases == 1
        assert each.number in won[int(each.lease_owner)]


@pytest.mark.slow
def test_64_workers_fill_200_items_of_3_slots_and_pass_no_cap(ledger: FirestoreLedger) -> None:
    offers = [(f"item-{number:03}", slot) for number in range(200) for slot in (1, 2, 3)] * 4
    Random(0).shuffle(offers)

    def hold(place: int) -> tuple[str, int, int] | None:
        item, slot = offers[place]
        return (item, slot, place) if ledger.commit(Create(keeper(slot, place, item=item))) else None

    with ThreadPoolExecutor(WORKERS) as pool:
        held = [each for each in pool.map(hold, range(len(offers))) if each]
    assert Counter(item for item, _, _ in held) == {f"item-{number:03}": 3 for number in range(200)}
    assert ledger.count(queries.held_keepers("b")) == 600
    for item, slot, place in held[::50]:
        found = ledger.get(Keeper, keeper(slot, item=item).key)
        assert found is not None
        assert found.attempt == place
