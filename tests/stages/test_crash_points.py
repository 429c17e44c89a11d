"""A process dies at every step of a batch, before it and after it; the next one ends the batch all the same."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from proofpress.domain import queries
from proofpress.domain.errors import FailureClass, NothingUsable, RefusedForGood
from proofpress.domain.events import BatchClosed, Event, ItemStopped, KeeperDelivered
from proofpress.domain.instructions import Instruction
from proofpress.domain.pricing import Usage
from proofpress.domain.records import Batch
from proofpress.domain.states import AttemptState, FinalState, ItemState
from proofpress.stages.sweep import sweep
from tests.stages import invariants
from tests.stages.crashing import Crash, Tripwire
from tests.support.pipeline import Pipeline, ScriptedModels, picture

MANIFEST = """
defaults: {want: 2, final: pro, image_size: 2K, route: two_tier, aspect_ratio: "1:1", max_usd_per_keeper: 2}
items:
  - {id: dunes, prompt: dunes at dusk}
  - {id: sea, prompt: the sea at night, want: 1}
  - {id: wood, prompt: a wood in fog, want: 1, route: cheap, image_size: 1K, review: none}
  - {id: moor, prompt: a moor, want: 1, waves: 1, max_attempts: 1}
"""

DARK = {"b/dunes/0001"}
EMPTY = {"b/sea/0001", "b/wood/0001"}
SAFETY = {"b/dunes/0004"}
DECLINED = {"b/dunes/0003", "b/moor/0001"}
LOST = {"b/dunes/0002-1", "b/dunes/0002-2", "b/sea/0002-1"}


def draw(instruction: Instruction, attempt: str) -> bytes:
    if attempt in EMPTY:
        raise NothingUsable(FailureClass.EMPTY, "NO_IMAGE", usage=Usage(text_in=20, text_out=10))
    if attempt in SAFETY:
        raise RefusedForGood(FailureClass.SAFETY, "PROHIBITED_CONTENT", usage=Usage(text_in=20))
    if attempt in LOST:
        return picture(instruction.seed + 1)
    return picture(instruction.seed, brightest=24) if attempt in DARK else picture(instruction.seed)


@dataclass(frozen=True)
class Outcome:
    """What a run left behind."""

    keepers: dict[str, str]
    """Delivered attempts, with the sha256 of what was delivered."""
    waves: dict[str, int]


@dataclass(frozen=True)
class Undisturbed:
    """The run that every other one must equal."""

    outcome: Outcome
    steps: list[str]


def models() -> ScriptedModels:
    return ScriptedModels(draws=draw, judges=lambda attempt: float(attempt not in DECLINED))


def outcome(pipeline: Pipeline) -> Outcome:
    delivered = {final.key: image.sha256 for final in pipeline.finals() for image in final.deliveries}
    return Outcome(delivered, {attempt.key: attempt.wave for attempt in pipeline.attempts()})


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    wire = Tripwire()
    pipeline = Pipeline(tmp_path_factory.mktemp("undisturbed"), models(), wrapped=wire.wrap)
    pipeline.submit(MANIFEST)
    pipeline.drive()
    invariants.check_ended(pipeline)
    assert [a.key for a in pipeline.attempts() if a.state is AttemptState.RETURNED] == ["b/dunes/0002"]
    assert {final.key for final in pipeline.finals() if final.state is FinalState.LOST} == LOST
    assert {a.key for a in pipeline.attempts() if a.state is AttemptState.FAILED} == EMPTY | SAFETY
    assert len(pipeline.keepers()) == 4
    assert max(Counter(label for label, _ in pipeline.models.paid).values()) == 1
    expected = Undisturbed(outcome(pipeline), wire.steps)
    pipeline.close()
    return expected


def crash(folder: Path, service: ScriptedModels, wire: Tripwire) -> list[Event]:
    """What the world was told before the process died."""
    pipeline = Pipeline(folder, service, wrapped=wire.wrap)
    try:
        pipeline.submit(MANIFEST)
        pipeline.drive()
    except Crash:
        return pipeline.bus.outcomes
    finally:
        pipeline.close()
    raise AssertionError("the run ended before the step that it was to die at")


def resume(folder: Path, service: ScriptedModels, *, takeover: bool) -> Pipeline:
    """Go on as the only process of a machine, or as one of many, by a sweep that reads what is overdue alone."""
    pipeline = Pipeline(folder, service)
    if pipeline.ledger.get(Batch, "b") is None:
        pipeline.submit(MANIFEST)
    pipeline.clock.sleep(0 if takeover else 86_400)
    while sweep(pipeline.ports, takeover=takeover):
        pipeline.drive()
        pipeline.clock.sleep(0 if takeover else 86_400)
    return pipeline


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("takeover", [False, True], ids=["shared", "takeover"])
def test_a_crash_at_any_step_loses_nothing_and_pays_only_the_call_in_flight_twice(
    undisturbed: Undisturbed, tmp_path: Path, *, after: bool, takeover: bool
) -> None:
    for at, name in enumerate(undisturbed.steps, start=1):
        folder, service = tmp_path / f"{at:04}", models()
        folder.mkdir()
        told = crash(folder, service, Tripwire(at, after))
        in_flight = service.paid[-1][0] if service.paid else ""
        pipeline = resume(folder, service, takeover=takeover)
        try:
            _check(pipeline, undisturbed.outcome, in_flight)
            _check_told(pipeline, [*told, *pipeline.bus.outcomes])
        except AssertionError as error:
            raise AssertionError(f"crashed {'after' if after else 'before'} step {at}, {name}") from error
        finally:
            pipeline.close()


def _check(pipeline: Pipeline, expected: Outcome, in_flight: str) -> None:
    assert outcome(pipeline) == expected
    invariants.check_ended(pipeline)
    invariants.check_caps(pipeline)
    invariants.check_objects(pipeline)
    invariants.check_books(pipeline)
    payments = Counter(label for label, _ in pipeline.models.paid)
    assert {label: times for label, times in payments.items() if times > 1} in ({}, {in_flight: 2})


def _check_told(pipeline: Pipeline, told: list[Event]) -> None:
    """Every end was told, and is noted as told."""
    delivered = {event.attempt for event in told if isinstance(event, KeeperDelivered)}
    assert delivered == set(pipeline.keepers())
    stopped = {event.item for event in told if isinstance(event, ItemStopped)}
    assert stopped == {item.key for item in pipeline.items() if item.state is ItemState.STOPPED}
    closings = {event.event_id for event in told if isinstance(event, BatchClosed)}
    assert len(closings) == 1
    assert not pipeline.ledger.find(queries.untold_finals())
    assert not pipeline.ledger.find(queries.untold_items())
    assert not pipeline.ledger.find(queries.untold_batches())
