"""Functions under load are killed by SIGKILL for as long as KILL_MINUTES says; then the books are gone through.

KILL_SEED decides who is killed when; it is printed. What dies in mid-work in the batch lane: test_batch_lane_crashes.py.
"""

import os
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from decimal import Decimal

import pytest

from proofpress.adapters.google.ledger import FirestoreLedger
from proofpress.domain import queries
from proofpress.domain.records import Attempt, Final
from proofpress.domain.states import AttemptState, ItemState
from proofpress.emulators.courier import Courier, delivering
from proofpress.entry.cloud.topology import Function
from proofpress.entry.cloud.wiring import open_ledger, open_store
from proofpress.entry.emulated.scheduler import call
from proofpress.ports import Bucket, Topic
from tests.stages import invariants
from tests.support.books import Books
from tests.support.clouds import Cloud, cloud
from tests.support.killing import AT_WORK, Killer
from tests.support.told import Outcomes

MINUTES = float(os.environ.get("KILL_MINUTES", "0.6"))
SEED = int(os.environ.get("KILL_SEED", "1"))
EVERY = 4.0
"""Seconds between two manifests, however far the ones before have come."""

MANIFEST = """
defaults:
  prompt: scene {{ n }} at dusk
  want: 1
  final: standard
  route: two_tier
  max_usd_per_keeper: 2
  max_attempts: 10
  review: {mode: model}
matrix: {n: [1, 2, 3, 4]}
"""

PROFILE = """
accept_rate = 0.5
[latency]
median = 0.4
spread = 0.5
[defects]
dark = 0.05
truncated = 0.03
[refusals]
empty = 0.03
safety = 0.02
"""

LEASE_SECONDS = 20.0
"""Longer than any call here takes, on a busy machine too: a lease that ran out under a living worker is paid twice."""

STALE_SECONDS = 10.0
PATIENCE = 300.0

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600 + 120 * MINUTES)]

DOLLAR = Decimal("1e-9")


@dataclass(frozen=True)
class Aftermath:
    """What is left when nobody is killed any more and everything has come to rest."""

    cloud: Cloud
    courier: Courier
    killer: Killer
    books: Books
    ledger: FirestoreLedger
    outcomes: Outcomes
    batches: tuple[str, ...]

    @property
    def records(self) -> list[Attempt | Final]:
        """Everything that was paid for."""
        made: list[Attempt | Final] = []
        for batch in self.batches:
            made += [*self.books.attempts(batch), *self.books.finals(batch)]
        return made


@pytest.fixture(scope="module")
def aftermath(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Aftermath]:
    folder = tmp_path_factory.mktemp("kills")
    profile = folder / "profile.toml"
    profile.write_text(PROFILE)
    variables = {
        "PROOFPRESS_LEASE_MINUTES": str(LEASE_SECONDS / 60),
        "PROOFPRESS_STALE_MINUTES": str(STALE_SECONDS / 60),
    }
    options = {"profile": str(profile), "sweep_seconds": 2.0, "min_backoff": 1.0, "variables": variables}
    with ExitStack() as stack:
        courier = stack.enter_context(delivering(Courier(seed=SEED)))
        running = stack.enter_context(cloud(folder / "cloud", courier.through, **options))
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        for name, value in running.emulated.variables.items():
            patch.setenv(name, value)
        yield after_kills(running, courier, stack)


def after_kills(running: Cloud, courier: Courier, stack: ExitStack) -> Aftermath:
    """Submit at a fixed rate while the killer is at large, and wait until the last batch is closed."""
    settings = running.emulated.settings
    ledger = stack.enter_context(closing(open_ledger(settings)))
    store = stack.enter_context(closing(open_store(settings)))
    outcomes = stack.enter_context(Outcomes(settings.topic(Topic.OUTCOMES)))
    batches: list[str] = []
    killer = Killer(running.emulated.functions.__getitem__, ledger, batches, SEED)
    until = time.monotonic() + MINUTES * 60
    with killer.at_large():
        while time.monotonic() < until:
            batches.append(f"killed-{len(batches) + 1:03}")
            store.put(Bucket.INBOX, f"{batches[-1]}/manifest.yaml", MANIFEST.encode(), "application/yaml")
            time.sleep(EVERY)
    patience = time.monotonic() + PATIENCE + 60 * MINUTES
    while ledger.count(queries.batches()) < len(batches) or ledger.find(queries.open_batches()):
        assert time.monotonic() < patience, running.run("status").out
        time.sleep(1)
    running.wait(lambda: not any(courier.under_way.values()))
    return Aftermath(running, courier, killer, Books(ledger, store), ledger, outcomes, tuple(batches))


def test_every_function_was_killed_and_calls_were_under_way(
    aftermath: Aftermath, capsys: pytest.CaptureFixture[str]
) -> None:
    kills, payments = aftermath.killer.kills, aftermath.cloud.service.payments()
    with capsys.disabled():
        sys.stdout.write(
            f"\nseed {SEED}: {kills.total()} kills in {MINUTES:g} minutes, {len(aftermath.batches)} batches, "
            f"{len(aftermath.records)} slots, {sum(payments.values())} paid calls, "
            f"{len(aftermath.killer.in_flight)} of them under way at a kill, "
            f"{sum(count > 1 for count in payments.values())} paid twice, "
            f"{aftermath.courier.refused.total()} redeliveries\n"
        )
    assert set(kills) == set(AT_WORK)
    assert aftermath.killer.in_flight
    assert aftermath.courier.refused[0], "no delivery was cut off"


def test_nothing_is_paid_twice_but_calls_under_way_at_a_kill(aftermath: Aftermath) -> None:
    payments = aftermath.cloud.service.payments()
    twice = {label for (label, _), count in payments.items() if count > 1}

    assert twice <= aftermath.killer.in_flight
    assert max(payments.values()) <= 2


def test_no_cap_is_passed(aftermath: Aftermath) -> None:
    for batch in aftermath.batches:
        invariants.check_caps(aftermath.books, batch)


def test_every_billed_dollar_is_booked_where_it_was_spent(aftermath: Aftermath) -> None:
    billed = defaultdict[str, Decimal](Decimal)
    for line in aftermath.cloud.service.lines():
        billed[str(line["attempt"])] += Decimal(line["usd"])
    for record in aftermath.records:
        paid = billed.pop(record.key, Decimal(0))
        assert record.usd - DOLLAR <= paid <= record.usd + record.perhaps_usd + DOLLAR, record.key
    assert not any(billed.values())


def test_every_object_has_its_lineage_and_every_lineage_its_object(aftermath: Aftermath) -> None:
    drawn = {line["sha256"] for line in aftermath.cloud.service.lines() if line["billed"]}
    for batch in aftermath.batches:
        invariants.check_objects(aftermath.books, batch)
    pictures = [record for record in aftermath.records if record.image]
    assert pictures
    for record in pictures:
        assert record.instruction is not None, record.key
        assert record.image is not None
        assert record.image.sha256 in drawn, record.key


def test_no_keeper_is_lost_and_none_comes_twice(aftermath: Aftermath) -> None:
    told = aftermath.outcomes.keepers()
    for batch in aftermath.batches:
        invariants.check_ended(aftermath.books, batch)
        keepers = aftermath.books.keepers(batch)
        of_item = Counter(attempt.item for attempt in aftermath.books.attempts(batch) if attempt.key in keepers)
        for item in aftermath.books.items(batch):
            assert of_item[item.key] == item.spec.want or (of_item[item.key], item.state) == (0, ItemState.STOPPED)
        assert {key: len(ids) for key, ids in told.items() if key.startswith(f"{batch}/")} == dict.fromkeys(keepers, 1)


def test_every_failure_has_its_reason_and_nothing_is_a_dead_letter(aftermath: Aftermath) -> None:
    for record in aftermath.records:
        if record.state == AttemptState.FAILED:
            assert record.failure is not None, record.key
            assert record.words, record.key
    assert aftermath.ledger.find(queries.dead_letters()) == []


def test_nothing_is_stuck(aftermath: Aftermath) -> None:
    assert call(aftermath.cloud.emulated.functions[Function.SWEEP]) // 100 == 2
    assert not [record.key for record in aftermath.records if record.lease_until is not None]
    assert not aftermath.ledger.find(queries.untold_batches())
    assert not aftermath.ledger.find(queries.untold_finals())
    assert not aftermath.ledger.find(queries.untold_items())
