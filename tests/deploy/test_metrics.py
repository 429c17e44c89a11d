"""Metrics and alerts read what the functions really write into their log."""

import io
import json
import logging
import re
from contextlib import redirect_stdout
from typing import Any

import pytest

from proofpress.domain.errors import Drop, NotReady, Retry, Stop
from proofpress.domain.events import Message
from proofpress.entry.cloud.envelope import Envelope, Refused
from proofpress.entry.cloud.serving import logs
from proofpress.entry.cloud.serving.outcome import DONE, dropped, ignored, outcome_of
from proofpress.entry.cloud.serving.parts import Parts
from proofpress.entry.cloud.serving.step import begin
from proofpress.entry.cloud.serving.steplog import log_step
from proofpress.entry.cloud.settings import CloudSettings
from proofpress.entry.cloud.topology import Function
from tests.deploy.configuration import Configuration
from tests.support.pipeline import Pipeline

ERRORS = (Retry("r"), Stop("s"), NotReady("n"), Refused(400, "x"), KeyError("k"))
OUTCOMES = {DONE.name, dropped(Drop("d")).name, ignored("i").name, *(outcome_of(error).name for error in ERRORS)}


@pytest.fixture
def line(tmp_path: Any) -> dict[str, Any]:
    """What one delivery leaves in the log."""
    pipeline = Pipeline(tmp_path)
    root, level = logging.getLogger().handlers[:], logging.getLogger("proofpress").level
    out = io.StringIO()
    try:
        with redirect_stdout(out):
            logs.configure()
            parts = Parts(CloudSettings(project="posters"), pipeline.ports)
            log_step(Function.DRAFT, DONE, 1.0, begin(parts, Envelope(Message(data=b"", attributes={}))))
    finally:
        logging.getLogger().handlers[:] = root
        logging.getLogger("proofpress").setLevel(level)
        pipeline.close()
    written: dict[str, Any] = json.loads(out.getvalue())
    return written


def test_metrics_read_fields_that_a_delivery_leaves_in_the_log(terraform: Configuration, line: dict[str, Any]) -> None:
    metrics = [body for name, body in terraform.resources.items() if name.startswith("google_logging_metric.")]
    text = json.dumps(metrics)
    payload, labels = set(re.findall(r"jsonPayload\.([a-z_]+)", text)), set(re.findall(r"\(labels\.([a-z]+)", text))
    assert payload == {"outcome", "dollars"}
    assert payload <= set(line)
    assert labels == {"function"}
    assert labels <= set(line["logging.googleapis.com/labels"])


def test_queries_ask_for_outcomes_and_functions_that_there_are(terraform: Configuration) -> None:
    text = json.dumps([terraform.locals["queries"], terraform.locals["done"]])
    outcomes = {name for names in re.findall(r"outcome=~?\W+([a-z|]+)", text) for name in names.split("|")}
    assert outcomes == {"done", "dropped", "stopped", "crashed"}
    assert outcomes <= OUTCOMES
    asked = set(re.findall(r'local\.done, \W*"([a-z]+)\W', terraform.text))
    assert asked == {"deliver", "render", "draft"}
    assert asked <= set(Function)


def test_every_query_is_drawn_or_watched(terraform: Configuration) -> None:
    for name in terraform.locals["queries"]:
        assert re.search(rf"local\.queries\.{name}\b", terraform.text), name
