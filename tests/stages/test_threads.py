"""The stages on many threads at once, on the bus of the machine."""

import random
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

from proofpress.domain import queries
from proofpress.domain.events import ManifestSubmitted
from proofpress.domain.instructions import Instruction
from proofpress.entry.local import open_local
from proofpress.entry.settings import Settings
from proofpress.ports import Bucket
from proofpress.stages.intake import intake
from tests.stages import invariants
from tests.stages.conftest import Start
from tests.stages.service import Service
from tests.support.pipeline import Pipeline, ScriptedModels, catalog

MANIFEST = """
defaults: {want: 3, final: pro, image_size: 1K, route: two_tier, review: none, max_usd_per_keeper: 3}
items:
  - {id: ash, prompt: an ash}
  - {id: oak, prompt: an oak, review: model}
  - {id: elm, prompt: an elm, route: cheap}
  - {id: fir, prompt: a fir, want: 5}
"""


def slow(service: Service) -> ScriptedModels:
    """The service with a latency of its own for every call."""

    def draw(instruction: Instruction, label: str) -> bytes:
        time.sleep(random.random() / 50)
        return service.draw(instruction, label)

    return ScriptedModels(draws=draw, judges=service.judge)


def run_on_threads(folder: Path, manifest: str, models: ScriptedModels) -> Pipeline:
    """The wired engine, from intake to its end; what it leaves behind is opened for a look."""
    with open_local(Settings(workspace=folder, concurrency=16), catalog(), models) as local:
        local.ports.store.put(Bucket.INBOX, "b/manifest.yaml", manifest.encode(), "text/plain")
        intake(ManifestSubmitted(batch="b", name="b/manifest.yaml"), local.ports)
        local.run(threading.Event())
        assert not local.ports.ledger.find(queries.dead_letters())
    return Pipeline(folder, models)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6))
def test_many_threads_keep_the_same_drafts_as_one(start: Start, tmp_path: Path, seed: int) -> None:
    one = start(MANIFEST, Service(seed, 0.3, 0.4, 0.5).models())
    one.drive()
    with closing(run_on_threads(tmp_path / "many", MANIFEST, slow(Service(seed, 0.3, 0.4, 0.5)))) as many:
        for pipeline in (one, many):
            invariants.check_ended(pipeline)
            invariants.check_caps(pipeline)
            invariants.check_objects(pipeline)
            invariants.check_books(pipeline)
        assert [(a.key, a.wave, a.state) for a in many.attempts()] == [(a.key, a.wave, a.state) for a in one.attempts()]


@pytest.mark.slow
@pytest.mark.parametrize("dollars", ["2.00", "4.00", "9.00"])
def test_many_threads_keep_a_dollar_cap(tmp_path: Path, dollars: str) -> None:
    models = slow(Service(1, 0.3, 0.4, 0.5))
    with closing(run_on_threads(tmp_path / "work", f"max_usd: {dollars}\n{MANIFEST}", models)) as pipeline:
        invariants.check_ended(pipeline)
        invariants.check_dollars(pipeline)
        invariants.check_books(pipeline)
