"""The work of a function that runs stages: find the event's stage, run it, and publish what followed."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from proofpress.domain.errors import Drop, NotReady
from proofpress.domain.events import Event
from proofpress.entry.cloud.reading import Nothing, Reader, as_message, read
from proofpress.entry.cloud.serving.giving_up import give_up
from proofpress.entry.cloud.serving.origins import topic_of
from proofpress.entry.cloud.serving.outcome import DONE, Outcome, ignored
from proofpress.entry.cloud.serving.step import Step, Work
from proofpress.entry.cloud.serving.subject import labels_of
from proofpress.ports import Ports, Topic

PAUSES = (0.1, 0.2, 0.4, 0.8, 1.5, 2.0)
"""Seconds between the tries of an event that came before the commit it follows. A commit is seldom later than that,
and the queue's own pause is longer."""


@dataclass(frozen=True)
class Route:
    """An event that a topic brings, and the stage that takes it."""

    topic: Topic
    event: type[Event]
    stage: Callable[[Any, Ports], None]


def stage_work(routes: Sequence[Route], readers: Sequence[Reader]) -> Work:
    """Work that reads an event by the first reader that knows it and hands it to the stage of its type.

    A message that can never succeed is recorded as a dead letter: as its event where it has one, else as it came.
    """

    def work(step: Step) -> Outcome:
        topic = topic_of(step.envelope, step.settings) or routes[-1].topic
        message = step.envelope.message
        try:
            event = read(step.envelope, step.settings, readers)
            if isinstance(event, Nothing):
                return ignored(event.why)
            step.labels |= labels_of(event)
            route = _route(routes, event)
            topic, message = route.topic, as_message(step.envelope, event)
            _run(route, event, step.ports)
        except Drop as drop:
            return give_up(step, topic, message, drop)
        return DONE

    return work


def _route(routes: Sequence[Route], event: Event) -> Route:
    for route in routes:
        if isinstance(event, route.event):
            return route
    raise Drop(f"no stage of this function takes a {event.type}")


def _run(route: Route, event: Event, ports: Ports) -> None:
    """Run the stage, and wait until what it published is safe, which holds for a stage that failed half-way too."""
    try:
        _run_when_ready(route, event, ports)
    except Exception:
        with suppress(Exception):
            ports.bus.flush()
        raise
    ports.bus.flush()


def _run_when_ready(route: Route, event: Event, ports: Ports) -> None:
    for seconds in PAUSES:
        try:
            route.stage(event, ports)
        except NotReady:
            ports.clock.sleep(seconds)
        else:
            return
    route.stage(event, ports)
