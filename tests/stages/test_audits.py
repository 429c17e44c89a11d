"""Audits and shadows: what the screen is against is looked at all the same, and other rules are tried beside it."""

import pytest

from proofpress.domain.instructions import Instruction
from proofpress.domain.records import Attempt
from proofpress.domain.screening import is_audited
from proofpress.domain.states import AttemptState
from proofpress.entry.lineage import lineage_of
from proofpress.ports import Topic
from proofpress.stages import deciding
from tests.stages import invariants
from tests.stages.conftest import Start
from tests.stages.interleaving import run_until
from tests.support.pipeline import Pipeline, ScriptedModels, picture

MANIFEST = """
defaults: {want: 3, route: cheap, review: model, waves: 4, max_attempts: 24, max_usd_per_keeper: 9, screen: {screen}}
items: [{id: ash, prompt: an ash}]
"""


def started(start: Start, screen: str, *, review: str = "model") -> Pipeline:
    """Every third draft is dark."""

    def draw(instruction: Instruction, label: str) -> bytes:
        return picture(instruction.seed, brightest=24 if int(label[-4:]) % 3 == 1 else 236)

    manifest = MANIFEST.replace("{screen}", screen).replace("review: model", f"review: {review}")
    return start(manifest, ScriptedModels(draws=draw))


def dark(pipeline: Pipeline) -> list[Attempt]:
    return [attempt for attempt in pipeline.attempts() if attempt.number % 3 == 1]


def test_without_an_audit_every_reject_stays_one(start: Start) -> None:
    pipeline = started(start, "{}")
    pipeline.drive()
    assert {attempt.state for attempt in dark(pipeline)} == {AttemptState.REJECTED}
    assert not [attempt for attempt in pipeline.attempts() if attempt.audit or attempt.shadow is not None]


def test_an_audited_reject_goes_to_the_reviewer_unmarked_and_may_become_a_keeper(start: Start) -> None:
    pipeline = started(start, "{audit: 100%}")
    run_until(pipeline, Topic.REVIEWS)
    waiting = dark(pipeline)[0]
    assert (waiting.state, waiting.reason, waiting.reasons) == (AttemptState.PASSED, "", ())
    assert waiting.audit is not None
    assert (waiting.audit.reasons, waiting.audit.share) == (("dark",), 1.0)
    assert lineage_of(pipeline.ledger, waiting).screen.audit is None
    pipeline.drive()
    kept = dark(pipeline)[0]
    assert (kept.state, kept.audit) == (AttemptState.DELIVERED, waiting.audit)
    assert lineage_of(pipeline.ledger, kept).screen.audit == waiting.audit
    invariants.check_ended(pipeline)


def test_which_rejects_are_audited_follows_from_their_keys(start: Start) -> None:
    outcomes = []
    for _ in range(2):
        pipeline = started(start, "{audit: 0.5}", review="hand")
        pipeline.drive()
        outcomes.append({attempt.key: attempt.state for attempt in dark(pipeline)})
    expected = {key: is_audited(key, ["dark"], 0.5) for key in outcomes[0]}
    assert outcomes[0] == outcomes[1]
    assert {key: state is AttemptState.PASSED for key, state in outcomes[0].items()} == expected


def test_about_the_share_of_rejects_is_audited() -> None:
    seen = sum(is_audited(f"b/ash/{number:04d}", ["dark"], 0.02) for number in range(20_000))
    assert 320 < seen < 480
    assert not is_audited("b/ash/0001", ["dark"], 0)
    assert all(is_audited(f"b/ash/{number:04d}", ["dark"], 1) for number in range(99))


@pytest.mark.parametrize("reasons", [(), ("broken",), ("mime", "dark"), ("duplicate",), ("dark", "duplicate")])
def test_what_no_look_could_refute_is_never_audited(reasons: tuple[str, ...]) -> None:
    assert not is_audited("b/ash/0001", reasons, 1)


def test_an_audited_draft_takes_the_place_of_none_and_gives_way_to_none(start: Start) -> None:
    def draw(_instruction: Instruction, _label: str) -> bytes:
        return picture(7, brightest=24)

    pipeline = started(start, "{audit: 1.0}", review="hand")
    pipeline.models.draws = draw
    pipeline.drive()
    assert {attempt.state for attempt in pipeline.attempts()} == {AttemptState.PASSED}
    deciding.accept(pipeline.ports, "b/ash/0002", "me")
    pipeline.drive()
    assert pipeline.keepers() == ["b/ash/0002"]


def test_a_shadow_changes_nothing_and_is_noted(start: Start) -> None:
    plain, shadowed = started(start, "{}"), started(start, "{shadow: {dark: off, low_contrast: warn}}")
    for pipeline in (plain, shadowed):
        pipeline.drive()
    assert [attempt.state for attempt in plain.attempts()] == [attempt.state for attempt in shadowed.attempts()]
    assert {attempt.shadow for attempt in shadowed.attempts()} == {()}
    assert {attempt.shadow is None for attempt in plain.attempts()} == {True}
