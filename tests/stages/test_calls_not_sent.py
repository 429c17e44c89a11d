"""A call that was never sent costs neither a lease nor dollars that are only perhaps spent."""

from dataclasses import replace
from decimal import Decimal

import pytest

from proofpress.domain.errors import BadInput, Retry
from proofpress.domain.instructions import Instruction
from proofpress.domain.records import Attempt, Final
from proofpress.domain.states import AttemptState
from proofpress.ports import Bucket, Topic
from tests.stages import invariants
from tests.stages.conftest import Start
from tests.stages.interleaving import run_until
from tests.support.pipeline import Pipeline, ScriptedModels, picture

MANIFEST = """
defaults: {want: 1, final: pro, image_size: 2K, route: two_tier, review: model, waves: 1, max_attempts: 1,
           max_usd_per_keeper: 9}
items: [{id: sea, prompt: the sea}]
"""


class Keyless:
    """Models whose calls fail before anything is sent, for as long as the deployment has no credentials."""

    def __init__(self) -> None:
        self.broken = False

    def draw(self, instruction: Instruction, _label: str) -> bytes:
        self.judge("")
        return picture(instruction.seed)

    def judge(self, _label: str) -> float:
        if self.broken:
            raise BadInput("No Google Cloud credentials.")
        return 1.0


@pytest.mark.parametrize("topic", [Topic.DRAFTS, Topic.REVIEWS, Topic.ACCEPTS])
def test_a_deployment_without_credentials_uses_up_no_slot(start: Start, topic: Topic) -> None:
    models = Keyless()
    pipeline = start(MANIFEST, ScriptedModels(draws=models.draw, judges=models.judge))
    run_until(pipeline, topic)
    (parcel,) = pipeline.bus.waiting
    before = books(pipeline)
    models.broken = True

    for _ in range(3):
        with pytest.raises(BadInput):
            pipeline.deliver(*parcel)

    assert books(pipeline) == before
    models.broken = False
    pipeline.drive()
    assert pipeline.keepers() == ["b/sea/0001"]
    invariants.check_ended(pipeline)


def books(pipeline: Pipeline) -> list[tuple[str, int, Decimal]]:
    records: list[Attempt | Final] = [*pipeline.attempts(), *pipeline.finals()]
    return [(record.state, record.leases, record.perhaps_usd) for record in records]


class Away:
    """A store that cannot be read for a while."""

    def __init__(self, pipeline: Pipeline) -> None:
        self.inner = pipeline.store
        self.put, self.replace = self.inner.put, self.inner.replace
        self.stat, self.names, self.delete = self.inner.stat, self.inner.names, self.inner.delete

    def get(self, bucket: Bucket, name: str) -> bytes:
        raise Retry(f"Cloud Storage failed on {bucket}/{name}")


def test_a_review_whose_draft_cannot_be_read_now_keeps_its_leases(start: Start) -> None:
    pipeline = start(MANIFEST)
    run_until(pipeline, Topic.REVIEWS)
    whole = pipeline.ports
    pipeline.ports = replace(whole, store=Away(pipeline))

    pipeline.deliver(*pipeline.bus.waiting.pop(0))

    (attempt,) = pipeline.attempts()
    assert (attempt.state, attempt.leases, attempt.lease_until) == (AttemptState.PASSED, 0, None)
    pipeline.ports = whole
    pipeline.drive()
    assert pipeline.keepers() == ["b/sea/0001"]
