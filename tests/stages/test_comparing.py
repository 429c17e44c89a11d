"""The comparison that a batch ends with."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import pytest

from proofpress.domain.queries import Query
from proofpress.domain.records import Attempt, Sketch
from proofpress.domain.states import AttemptState, BatchState
from proofpress.ports import Ports, R
from proofpress.stages import deciding
from proofpress.stages.comparing import compare
from tests.stages import invariants
from tests.stages.alike import again, drawing
from tests.stages.conftest import Start
from tests.support.ledgers import PassingLedger
from tests.support.pipeline import Pipeline, picture

MANIFEST = """
defaults: {want: 1, route: cheap, review: model, waves: 4, max_usd_per_keeper: 9}
items: [{id: ash, prompt: an ash}, {id: oak, prompt: an oak}]
"""
ASH, OAK, SPARE = "b/ash/0001", "b/oak/0001", "b/oak/0002"


@dataclass
class MissingLedger(PassingLedger):
    """Finds no draft by its marks, as the index does with a tenth of the alike ones; notes what else is asked."""

    compared: list[int] = field(default_factory=list)
    """Sizes of the pages of sketches that were read."""

    def find(self, query: Query[R]) -> list[R]:
        if query.kind is not Sketch:
            return self.inner.find(query)
        if query.where[0].field == "marks":
            return []
        found = self.inner.find(query)
        self.compared.append(len(found))
        return found


@pytest.fixture
def missing() -> tuple[list[MissingLedger], Callable[[Ports], Ports]]:
    ledgers: list[MissingLedger] = []

    def wrapped(ports: Ports) -> Ports:
        ledgers.append(MissingLedger(ports.ledger))
        return replace(ports, ledger=ledgers[-1])

    return ledgers, wrapped


Missing = tuple[list[MissingLedger], Callable[[Ports], Ports]]


def attempt_of(pipeline: Pipeline, key: str) -> Attempt:
    found = pipeline.ledger.get(Attempt, key)
    assert found is not None
    return found


def test_a_spare_that_the_index_missed_is_rejected_before_its_batch_closes(start: Start, missing: Missing) -> None:
    pipeline = start(MANIFEST, drawing({ASH: picture(7), SPARE: again(7)}), missing[1])
    pipeline.drive()
    spare = attempt_of(pipeline, SPARE)
    assert (spare.state, spare.duplicate_of, spare.reasons) == (AttemptState.REJECTED, ASH, ("duplicate",))
    invariants.check_ended(pipeline)


def test_an_accepted_draft_stays_and_is_noted_as_alike(start: Start, missing: Missing) -> None:
    pipeline = start(MANIFEST, drawing({ASH: picture(7), OAK: again(7)}), missing[1])
    pipeline.drive()
    kept = attempt_of(pipeline, OAK)
    assert (kept.state, kept.duplicate_of, kept.warnings) == (AttemptState.DELIVERED, ASH, ("duplicate",))
    assert attempt_of(pipeline, ASH).warnings == ()
    invariants.check_ended(pipeline)


def test_a_keeper_is_not_alike_to_what_nobody_keeps(start: Start, missing: Missing) -> None:
    def judge(label: str) -> float:
        return float(label != ASH)

    models = replace(drawing({ASH: picture(7), OAK: again(7)}), judges=judge)
    pipeline = start(MANIFEST, models, missing[1])
    pipeline.drive()
    assert attempt_of(pipeline, ASH).state is AttemptState.DECLINED
    assert attempt_of(pipeline, OAK).warnings == ()


def test_a_batch_that_was_opened_again_is_not_compared_anew(start: Start, missing: Missing) -> None:
    pipeline = start(MANIFEST, None, missing[1])
    pipeline.drive()
    assert pipeline.batch().state is BatchState.CLOSED
    before = list(missing[0][0].compared)
    assert sum(before) == pipeline.batch().compared > 0
    kept = next(attempt for attempt in pipeline.attempts() if attempt.state is AttemptState.DELIVERED)
    edit = deciding.refine(pipeline.ports, kept.key, "change nothing")
    pipeline.models.draws = lambda _instruction, _label: b"no picture"
    pipeline.drive()
    assert attempt_of(pipeline, edit.key).state is AttemptState.FAILED
    assert pipeline.batch().state is BatchState.CLOSED
    assert missing[0][0].compared == before


def test_comparing_once_more_changes_nothing(start: Start, missing: Missing) -> None:
    pipeline = start(MANIFEST, drawing({ASH: picture(7), OAK: again(7), SPARE: again(7, 2)}), missing[1])
    pipeline.drive()
    ended = pipeline.attempts()
    compare(pipeline.ports, pipeline.batch().having(compared=0))
    assert pipeline.attempts() == ended
