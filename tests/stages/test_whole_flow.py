"""The stages together, on real local parts."""

import random
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from proofpress.domain import queries
from proofpress.domain.errors import FailureClass, NothingUsable, PerhapsPaid, RefusedForGood, RefusedForNow
from proofpress.domain.events import BatchClosed, ItemStopped, KeeperDelivered
from proofpress.domain.instructions import Instruction
from proofpress.domain.pricing import Usage
from proofpress.domain.records import MAX_LEASES, Batch
from proofpress.domain.states import AttemptState, BatchState, FinalState, ItemState, StopReason
from proofpress.ports import Bucket, Change, Receipt
from proofpress.stages.sweep import sweep
from tests.stages import invariants
from tests.support.pipeline import Pipeline, ScriptedModels, picture

TWO_TIER = """
defaults: {want: 2, final: pro, image_size: 2K, route: two_tier, aspect_ratio: "1:1"}
items:
  - {id: dunes, prompt: dunes at dusk}
  - {id: sea, prompt: the sea at night, want: 1}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "work"


@pytest.fixture
def opened(folder: Path) -> Iterator[list[Pipeline]]:
    made: list[Pipeline] = []
    folder.mkdir()
    yield made
    for pipeline in made:
        pipeline.close()


def start(opened: list[Pipeline], folder: Path, models: ScriptedModels | None = None, **kinds: object) -> Pipeline:
    pipeline = Pipeline(folder, models, **kinds)  # type: ignore[arg-type]
    opened.append(pipeline)
    return pipeline


def test_every_wanted_keeper_is_delivered_and_the_batch_closes(opened: list[Pipeline], folder: Path) -> None:
    pipeline = start(opened, folder)
    pipeline.submit(TWO_TIER)
    pipeline.drive()
    assert pipeline.keepers() == ["b/dunes/0001", "b/dunes/0002", "b/sea/0001"]
    assert pipeline.store.names(Bucket.DELIVERIES) == ["b/dunes/0001.jpg", "b/dunes/0002.jpg", "b/sea/0001.jpg"]
    batch = pipeline.ledger.get(Batch, "b")
    assert batch is not None
    assert batch.state is BatchState.CLOSED
    kinds = [type(event) for event in pipeline.bus.outcomes]
    assert kinds == [KeeperDelivered, KeeperDelivered, KeeperDelivered, BatchClosed]


def test_the_bill_is_the_sum_of_the_usage_of_all_calls(opened: list[Pipeline], folder: Path) -> None:
    pipeline = start(opened, folder)
    pipeline.submit(TWO_TIER)
    pipeline.drive()
    draft = Decimal("0.033605")  # 20 x $0.25/M + 1,120 x $30/M
    look = Decimal("0.000415")  # 1,300 x $0.25/M + 60 x $1.50/M
    final = Decimal("0.13444")  # 20 x $2/M + 1,120 x $120/M
    spent = pipeline.ledger.total(queries.attempts("b"), "usd") + pipeline.ledger.total(queries.finals("b"), "usd")
    assert spent == 3 * (draft + look + final)


def test_every_event_delivered_three_times_changes_nothing(opened: list[Pipeline], folder: Path) -> None:
    pipeline = start(opened, folder)
    pipeline.submit(TWO_TIER)
    pipeline.drive(repeats=3)
    assert len(pipeline.keepers()) == 3
    assert len(pipeline.models.calls) == 6
    assert len(pipeline.models.reviews) == 3


@pytest.mark.parametrize("seed", range(8))
def test_any_order_of_events_gives_the_same_attempts_and_keepers(
    opened: list[Pipeline], folder: Path, tmp_path: Path, seed: int
) -> None:
    def judge(attempt: str) -> float:
        return random.Random(attempt).random()

    manifest = TWO_TIER.replace("want: 2", "want: 4, max_usd_per_keeper: 2")
    ordered = start(opened, folder, ScriptedModels(judges=judge))
    shuffled_folder = tmp_path / "shuffled"
    shuffled_folder.mkdir()
    shuffled = start(opened, shuffled_folder, ScriptedModels(judges=judge), chance=random.Random(seed))
    for pipeline in (ordered, shuffled):
        pipeline.submit(manifest)
        pipeline.drive()
    expected = {(attempt.key, attempt.state, attempt.wave) for attempt in ordered.attempts()}
    assert {(attempt.key, attempt.state, attempt.wave) for attempt in shuffled.attempts()} == expected
    assert ordered.keepers()


def test_an_empty_answer_is_replaced_once_by_an_attempt_that_names_it(opened: list[Pipeline], folder: Path) -> None:
    def draw(instruction: Instruction, attempt: str) -> bytes:
        if attempt == "b/sea/0001":
            raise NothingUsable(FailureClass.EMPTY, "NO_IMAGE", usage=Usage(text_in=20, text_out=10))
        return picture(instruction.seed)

    pipeline = start(opened, folder, ScriptedModels(draws=draw))
    pipeline.submit(TWO_TIER)
    pipeline.drive()
    failed, replacement = (a for a in pipeline.attempts() if a.item == "b/sea")
    assert (failed.state, failed.failure, failed.words) == (AttemptState.FAILED, FailureClass.EMPTY, "NO_IMAGE")
    assert failed.usd == Decimal("0.00002")
    assert (replacement.state, replacement.replaces) == (AttemptState.DELIVERED, 1)


def test_a_bad_request_stops_the_item_with_the_servers_words(opened: list[Pipeline], folder: Path) -> None:
    def draw(instruction: Instruction, attempt: str) -> bytes:
        if "/sea/" in attempt:
            raise RefusedForGood(FailureClass.BAD_REQUEST, "seed is out of range")
        return picture(instruction.seed)

    pipeline = start(opened, folder, ScriptedModels(draws=draw))
    pipeline.submit(TWO_TIER)
    pipeline.drive()
    dunes, sea = pipeline.items()
    assert (dunes.state, sea.state, sea.stop_reason) == (ItemState.FILLED, ItemState.STOPPED, StopReason.FAILED)
    assert [a.words for a in pipeline.attempts() if a.item == "b/sea"] == ["seed is out of range"]
    assert any(isinstance(event, ItemStopped) for event in pipeline.bus.outcomes)


def test_a_refusal_for_now_costs_no_lease_and_comes_again(opened: list[Pipeline], folder: Path) -> None:
    refused: Counter[str] = Counter()

    def draw(instruction: Instruction, attempt: str) -> bytes:
        refused[attempt] += 1
        if refused[attempt] <= MAX_LEASES + 1:
            raise RefusedForNow(FailureClass.RATE_LIMITED, "slow down", retry_after=2)
        return picture(instruction.seed)

    pipeline = start(opened, folder, ScriptedModels(draws=draw))
    pipeline.submit(TWO_TIER)
    pipeline.drive()
    assert len(pipeline.keepers()) == 3
    assert set(refused.values()) == {MAX_LEASES + 2}
    assert {attempt.failure for attempt in pipeline.attempts()} == {None}
    assert {attempt.perhaps_usd for attempt in pipeline.attempts()} == {Decimal(0)}


def test_a_call_without_an_answer_is_made_twice_at_most(opened: list[Pipeline], folder: Path) -> None:
    def draw(instruction: Instruction, attempt: str) -> bytes:
        if attempt in ("b/sea/0001", "b/sea/0002"):
            raise PerhapsPaid(FailureClass.TIMEOUT, "no answer in 180 s")
        return picture(instruction.seed)

    pipeline = start(opened, folder, ScriptedModels(draws=draw))
    pipeline.submit(TWO_TIER)
    pipeline.drive()
    called = [attempt for attempt, _ in pipeline.models.calls]
    assert called.count("b/sea/0001") == 2
    first = next(a for a in pipeline.attempts() if a.key == "b/sea/0001")
    assert (first.state, first.failure) == (AttemptState.FAILED, FailureClass.TIMEOUT)
    assert first.perhaps_usd == 2 * pipeline.items()[1].draft_worst_usd


def test_a_lost_look_is_rendered_once_more_then_handed_back_and_a_spare_takes_its_place(
    opened: list[Pipeline], folder: Path
) -> None:
    def draw(instruction: Instruction, attempt: str) -> bytes:
        if attempt.startswith("b/sea/0001-"):
            return picture(99 if attempt.endswith("1") else 98)
        return picture(instruction.seed)

    pipeline = start(opened, folder, ScriptedModels(draws=draw))
    pipeline.submit(TWO_TIER)
    pipeline.drive()
    lost = [final for final in pipeline.finals() if final.item == "b/sea" and final.number == 1]
    assert [(final.render, final.state) for final in lost] == [(1, FinalState.LOST), (2, FinalState.LOST)]
    assert [final.likeness.band for final in lost if final.likeness] == ["lost", "lost"]
    sea = [(a.number, a.state) for a in pipeline.attempts() if a.item == "b/sea"]
    assert (1, AttemptState.RETURNED) in sea
    assert len([state for _, state in sea if state is AttemptState.DELIVERED]) == 1


def test_a_final_gets_the_drafts_prompt_seed_and_picture(opened: list[Pipeline], folder: Path) -> None:
    pipeline = start(opened, folder)
    pipeline.submit(TWO_TIER)
    pipeline.drive()
    sent = dict(pipeline.models.calls)
    draft, final = sent["b/sea/0001"], sent["b/sea/0001-1"]
    assert final.seed == draft.seed
    assert final.prompt.endswith(draft.prompt)
    assert (final.model, final.image_size) == ("gemini-3-pro-image", "2K")
    assert [image.name for image in final.images] == ["b/sea/0001.jpg"]


def test_without_two_tiers_the_accepted_draft_is_the_final_unpaid(opened: list[Pipeline], folder: Path) -> None:
    pipeline = start(opened, folder)
    pipeline.submit(TWO_TIER.replace("two_tier", "direct").replace("2K", "1K"))
    pipeline.drive()
    assert len(pipeline.keepers()) == 3
    assert {instruction.model for _, instruction in pipeline.models.calls} == {"gemini-3-pro-image"}
    assert len(pipeline.models.calls) == 3


def test_a_prompt_that_is_never_liked_stops_far_below_its_cap(opened: list[Pipeline], folder: Path) -> None:
    pipeline = start(opened, folder, ScriptedModels(judges=lambda _attempt: 0.0))
    pipeline.submit("defaults: {want: 100, final: pro, route: two_tier}\nitems: [{id: hard, prompt: impossible}]")
    pipeline.drive()
    (item,) = pipeline.items()
    assert item.stop_reason is StopReason.BAD_PROMPT
    assert len(pipeline.models.calls) == 60
    assert item.max_attempts > 500


def test_slots_never_pass_the_batchs_cap(opened: list[Pipeline], folder: Path) -> None:
    pipeline = start(opened, folder, ScriptedModels(judges=lambda attempt: float(attempt.endswith("5"))))
    pipeline.submit("max_attempts: 7\n" + TWO_TIER)
    pipeline.drive()
    assert len(pipeline.attempts()) == 7


@pytest.mark.parametrize("cap", ["0.30", "0.90", "1.70", "3.00"])
def test_dollars_never_pass_the_cap_even_at_worst_prices(opened: list[Pipeline], folder: Path, cap: str) -> None:
    def judge(attempt: str) -> float:
        return random.Random(attempt).random() * 1.3

    pipeline = start(opened, folder, ScriptedModels(judges=judge))
    pipeline.submit(f"max_usd: {cap}\n" + TWO_TIER.replace("final: pro", "final: standard"))
    pipeline.drive()
    attempts, finals = queries.attempts("b"), queries.finals("b")
    ledger = pipeline.ledger
    spent = ledger.total(attempts, "usd") + ledger.total(finals, "usd")
    assert spent <= Decimal(cap)
    invariants.check_dollars(pipeline)
    invariants.check_ended(pipeline)
    reasons = {item.stop_reason for item in pipeline.items()}
    assert reasons <= {None, StopReason.BUDGET_REACHED, StopReason.WAVES_USED, StopReason.NOT_WORTH_MORE}


def test_exact_duplicates_leave_the_lower_attempt(opened: list[Pipeline], folder: Path) -> None:
    def draw(_instruction: Instruction, _attempt: str) -> bytes:
        return picture(5)

    pipeline = start(opened, folder, ScriptedModels(draws=draw), chance=random.Random(3))
    pipeline.submit("defaults: {want: 3, route: cheap}\nitems: [{id: one, prompt: a}]")
    pipeline.drive(repeats=2)
    passed = [a for a in pipeline.attempts() if a.state is not AttemptState.REJECTED]
    assert [a.number for a in passed] == [1]
    assert {a.reason for a in pipeline.attempts() if a.state is AttemptState.REJECTED} == {"duplicate"}


def test_after_a_crash_the_sweep_goes_on_and_what_lies_in_the_bucket_is_not_paid_again(
    opened: list[Pipeline], folder: Path
) -> None:
    class Crash(BaseException):
        pass

    pipeline = start(opened, folder)
    pipeline.submit(TWO_TIER)
    commit = pipeline.ledger.commit
    calls = 0

    def crashing(*changes: Change) -> Receipt:
        nonlocal calls
        calls += 1
        if calls == 2:  # the first draft's lease was committed; its picture lies in the bucket
            raise Crash
        return commit(*changes)

    pipeline.ledger.commit = crashing  # type: ignore[method-assign]
    with pytest.raises(Crash):
        pipeline.drive()
    pipeline.ledger.commit = commit  # type: ignore[method-assign]
    pipeline.bus.waiting.clear()
    while sweep(pipeline.ports, takeover=True):
        pipeline.drive()
    assert len(pipeline.keepers()) == 3
    drafts = [attempt for attempt, _ in pipeline.models.calls if "-" not in attempt]
    assert sorted(drafts) == ["b/dunes/0001", "b/dunes/0002", "b/sea/0001"]
    assert sum(a.perhaps_usd for a in pipeline.attempts()) == 0
