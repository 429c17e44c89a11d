"""Pipelines that are closed when a test is over."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from proofpress.ports import Ports
from tests.support.pipeline import Pipeline, ScriptedModels

Start = Callable[..., Pipeline]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Opens a new work folder and submits a manifest to it."""
    made: list[Pipeline] = []

    def opened(
        manifest: str, models: ScriptedModels | None = None, wrapped: Callable[[Ports], Ports] = lambda ports: ports
    ) -> Pipeline:
        folder = tmp_path / str(len(made))
        folder.mkdir()
        pipeline = Pipeline(folder, models, wrapped=wrapped)
        made.append(pipeline)
        pipeline.submit(manifest)
        return pipeline

    yield opened
    for pipeline in made:
        pipeline.close()
