"""Functions on local parts, called through the app that functions-framework makes of them."""

import json
import logging
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from functions_framework import create_app
from werkzeug.test import TestResponse

from proofpress.entry.cloud.serving.endpoint import HttpFunction
from proofpress.entry.cloud.serving.parts import Parts
from proofpress.entry.cloud.settings import CloudSettings
from tests.entry.cloud import exposed
from tests.entry.cloud.requests import Posted
from tests.support.pipeline import Pipeline

_SOURCE = "from tests.entry.cloud.exposed import function\n"

Call = Callable[[HttpFunction, Posted], TestResponse]
Serve = Callable[[HttpFunction], FlaskClient]


@pytest.fixture(autouse=True)
def _undo_what_functions_framework_leaves_behind(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    root, ours = logging.getLogger(), logging.getLogger("proofpress")
    before = root.handlers[:], ours.level
    monkeypatch.setenv("FUNCTION_TARGET", "function")
    monkeypatch.setenv("FUNCTION_SIGNATURE_TYPE", "http")
    monkeypatch.setattr(sys, "path", sys.path[:])
    monkeypatch.setattr(sys, "modules", sys.modules)
    monkeypatch.delitem(sys.modules, "main", raising=False)
    yield
    root.handlers[:], level = before
    ours.setLevel(level)


@pytest.fixture
def pipeline(tmp_path: Path) -> Iterator[Pipeline]:
    """A work folder with a bus that the test drives."""
    folder = tmp_path / "work"
    folder.mkdir()
    made = Pipeline(folder)
    yield made
    made.close()


@pytest.fixture
def parts(pipeline: Pipeline) -> Parts:
    """The work folder as the parts of a deployment."""
    return Parts(CloudSettings(project="shop"), pipeline.ports)


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Serve:
    """The client of a function's app."""

    def serve(function: HttpFunction) -> FlaskClient:
        monkeypatch.setattr(exposed, "function", function)
        (tmp_path / "main.py").write_text(_SOURCE)
        app: FlaskClient = create_app("function", str(tmp_path / "main.py")).test_client()  # type: ignore[no-untyped-call]
        return app

    return serve


@pytest.fixture
def call(served: Serve) -> Call:
    """Post a request to a function."""

    def post(function: HttpFunction, posted: Posted) -> TestResponse:
        return served(function).post("/", data=posted.body, headers=posted.headers)

    return post


def lines(printed: str) -> list[dict[str, object]]:
    """The log: one JSON object a line."""
    return [json.loads(line) for line in printed.splitlines()]
