"""A manifest becomes a batch once, however often it arrives."""

import pytest

from proofpress.domain import queries
from proofpress.domain.errors import Drop
from proofpress.domain.events import ManifestSubmitted
from proofpress.domain.states import BatchState
from proofpress.ports import Bucket, Replace
from proofpress.stages.intake import intake
from proofpress.stages.sweep import sweep
from tests.stages import invariants
from tests.stages.conftest import Start

MANIFEST = "items: [{id: sea, prompt: the sea}]"


def test_another_manifest_under_the_name_of_a_broken_off_batch_writes_nothing(start: Start) -> None:
    pipeline = start(MANIFEST)
    pipeline.ledger.commit(Replace(pipeline.batch().having(state=BatchState.INTAKE)))
    pipeline.store.put(Bucket.INBOX, "b/other.yaml", b"items: [{id: wood, prompt: a wood}]", "text/plain")
    with pytest.raises(Drop, match="another manifest"):
        intake(ManifestSubmitted(batch="b", name="b/other.yaml"), pipeline.ports)
    assert [item.key for item in pipeline.items()] == ["b/sea"]


def test_another_manifest_for_a_batch_that_goes_on_is_dropped_and_not_passed_over(start: Start) -> None:
    pipeline = start(MANIFEST)
    pipeline.store.put(Bucket.INBOX, "b/other.yaml", b"items: [{id: wood, prompt: a wood}]", "text/plain")
    pipeline.store.put(Bucket.INBOX, "b/copy.yaml", MANIFEST.encode(), "text/plain")
    with pytest.raises(Drop, match="another manifest"):
        intake(ManifestSubmitted(batch="b", name="b/other.yaml"), pipeline.ports)
    intake(ManifestSubmitted(batch="b", name="b/copy.yaml"), pipeline.ports)
    assert pipeline.batch().manifest == "b/manifest.yaml"


def test_a_manifest_that_arrives_twice_plans_once(start: Start) -> None:
    pipeline = start(MANIFEST)
    before = pipeline.attempts()
    intake(ManifestSubmitted(batch="b", name="b/manifest.yaml"), pipeline.ports)
    assert pipeline.attempts() == before


def test_a_manifest_that_is_not_there_is_dropped(start: Start) -> None:
    pipeline = start(MANIFEST)
    with pytest.raises(Drop, match="inbox has no"):
        intake(ManifestSubmitted(batch="c", name="c/manifest.yaml"), pipeline.ports)


def test_more_items_than_a_commit_and_a_cohort_hold_are_all_taken_in(start: Start) -> None:
    rows = ", ".join(f"{{id: i{number}, prompt: scene {number}}}" for number in range(230))
    pipeline = start(f"defaults: {{review: none, route: cheap}}\nitems: [{rows}]")
    assert [len(pipeline.items()), pipeline.ledger.count(queries.cohorts("b"))] == [230, 3]
    pipeline.ledger.commit(Replace(pipeline.batch().having(state=BatchState.INTAKE)))
    while sweep(pipeline.ports, takeover=True):
        pipeline.drive()
    assert len(pipeline.keepers()) == 230
    invariants.check_ended(pipeline)
