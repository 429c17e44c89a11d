"""Many drafts, screened by many workers in any order: the same duplicates and the same survivors."""

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from itertools import pairwise
from pathlib import Path

import pytest

from bench.synthetic import BATCH, Drafts, Look, looks, screen, sketched
from proofpress.domain import queries
from proofpress.domain.records import Batch
from proofpress.domain.repeats import Comparison, Sketched, repeats
from proofpress.domain.states import AttemptState
from proofpress.stages.comparing import compare
from tests.stages.counting import CountingLedger
from tests.stages.turns import interleave

WORKERS = 8
Outcome = dict[str, tuple[AttemptState, str | None]]


@contextmanager
def made(folder: Path, drafts: list[Look]) -> Iterator[Drafts]:
    folder.mkdir()
    with closing(Drafts(folder)) as work:
        work.add(drafts)
        yield work


def outcome(folder: Path, drafts: list[Look], seed: int) -> Outcome:
    """Screen all drafts in an order of its own, and compare them at the end."""
    with made(folder, drafts) as work:
        ports = work.ports()
        with ThreadPoolExecutor(WORKERS) as pool:
            list(pool.map(lambda look: screen(ports, look), random.Random(seed).sample(drafts, len(drafts))))
        batch = work.ledger.get(Batch, BATCH)
        assert batch is not None
        assert compare(ports, batch) == len(drafts)
        attempts = work.ledger.find(queries.attempts(BATCH))
        return {attempt.key: (attempt.state, attempt.duplicate_of) for attempt in attempts}


@pytest.mark.parametrize("count", [400, pytest.param(10_000, marks=[pytest.mark.slow, pytest.mark.timeout(900)])])
def test_drafts_screened_in_any_order_by_eight_workers_have_the_same_duplicates(tmp_path: Path, count: int) -> None:
    drafts = list(looks(count))
    outcomes = [outcome(tmp_path / str(seed), drafts, seed) for seed in range(2 if count > 1000 else 5)]
    assert all(each == outcomes[0] for each in outcomes)
    rejected = {key: original for key, (_, original) in outcomes[0].items() if original}
    assert 0.03 * count < len(rejected) < 0.07 * count
    assert all((state is AttemptState.REJECTED) is (key in rejected) for key, (state, _) in outcomes[0].items())


def relatives(chance: random.Random) -> list[Look]:
    """Two to six drafts of which some are alike: each has few bits turned of one of those before it."""
    drafts = list(looks(1, chance.randrange(10**6)))
    for number in range(2, chance.randrange(3, 8)):
        like = chance.choice(drafts)
        bits = chance.sample(range(256), chance.randrange(9))
        signature = like.signature if chance.random() < 0.8 else chance.randbytes(768)
        drafts.append(Look(number, f"{number:064x}", like.hash ^ sum(1 << bit for bit in bits), signature))
    return drafts


@pytest.mark.parametrize("seed", range(60))
def test_no_interleaving_of_screens_lets_a_duplicate_pass_or_rejects_another_draft(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    drafts = relatives(chance)
    looked_at = [Sketched.of(sketched(look)) for look in drafts]
    duplicates = {
        draft.key for place, draft in enumerate(looked_at) if any(repeats(draft, lower) for lower in looked_at[:place])
    }
    with made(tmp_path / "work", drafts) as work:
        jobs = [lambda ledger, look=look: screen(work.ports(ledger), look) for look in drafts]
        interleave(chance, work.ledger, chance.sample(jobs, len(jobs)))
        attempts = work.ledger.find(queries.attempts(BATCH))
    assert {attempt.key for attempt in attempts if attempt.state is AttemptState.REJECTED} == duplicates
    assert {attempt.key for attempt in attempts if attempt.state is AttemptState.PASSED} == {
        draft.key for draft in looked_at
    } - duplicates


def test_whatever_finds_each_other_in_the_index_is_found_in_the_comparison_too(tmp_path: Path) -> None:
    drafts = list(looks(600))
    with made(tmp_path / "one", drafts) as work:
        for look in drafts:
            screen(work.ports(), look)
        online = {attempt.key for attempt in work.ledger.find(queries.rejected_for(BATCH, "duplicate"))}
        sketches = work.ledger.find(queries.sketches("batch:b"))
    last_word = set(Comparison(map(Sketched.of, sketches)).originals())
    assert online <= last_word
    assert len(online) > 0.8 * len(last_word)


def test_a_draft_asks_as_much_of_the_ledger_however_many_were_screened_before(tmp_path: Path) -> None:
    def reads_and_writes(before: int) -> tuple[float, float]:
        drafts = list(looks(before + 100))
        with made(tmp_path / str(before), []) as work:
            work.add_sketches(drafts[:before])
            work.add(drafts[before:])
            ledger = CountingLedger(work.ledger)
            for look in drafts[before:]:
                screen(work.ports(ledger), look)
            return ledger.reads.total() / 100, ledger.writes.total() / 100

    few, many = reads_and_writes(200), reads_and_writes(4_000)
    assert few[1] == many[1] == 2
    assert max(few[0], many[0]) < 4


def test_a_flood_of_copies_costs_each_of_them_no_more_than_a_limit(tmp_path: Path) -> None:
    first = next(looks(1))
    drafts = [Look(number, first.sha256, first.hash, first.signature) for number in range(1, 301)]
    with made(tmp_path / "flood", drafts) as work:
        ledger = CountingLedger(work.ledger)
        reads = [0]
        for look in reversed(drafts):
            screen(work.ports(ledger), look)
            reads.append(ledger.reads.total())
        assert max(after - before for before, after in pairwise(reads)) < 150
        batch = work.ledger.get(Batch, BATCH)
        assert batch is not None
        compare(work.ports(), batch)
        standing = work.ledger.find(queries.attempts_in(BATCH, AttemptState.PASSED))
    assert [attempt.key for attempt in standing] == [drafts[0].key]
