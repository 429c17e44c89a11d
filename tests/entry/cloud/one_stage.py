"""A function that runs a stage of the test's own."""

from collections.abc import Callable
from typing import Any, NoReturn

from proofpress.domain.events import DraftRequested, Event
from proofpress.entry.cloud.reading import own_event
from proofpress.entry.cloud.serving.endpoint import HttpFunction, serve
from proofpress.entry.cloud.serving.parts import Parts
from proofpress.entry.cloud.serving.staging import Route, stage_work
from proofpress.entry.cloud.topology import Function
from proofpress.ports import Ports, Topic

Stage = Callable[[Any, Ports], None]
DUE = DraftRequested(attempt="spring/keys/0003")


def running(stage: Stage, parts: Parts) -> HttpFunction:
    """A function with one stage."""
    return serve(Function.DRAFT, stage_work([Route(Topic.DRAFTS, DraftRequested, stage)], [own_event]), lambda: parts)


def raising(error: Exception) -> Stage:
    """A stage that fails."""

    def stage(_event: Event, _ports: Ports) -> NoReturn:
        raise error

    return stage
