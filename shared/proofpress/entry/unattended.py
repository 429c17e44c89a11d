"""Ports for decisions that run nothing themselves: what they publish is re-sent from the ledger by the next run."""

from collections.abc import Sequence
from typing import NoReturn

from proofpress.adapters.local.clock import SystemClock
from proofpress.domain.errors import Stop
from proofpress.domain.events import Event, Message
from proofpress.domain.instructions import Instruction, ReviewQuestion
from proofpress.entry.local import Workspace
from proofpress.entry.settings import Settings, read_catalog
from proofpress.ports import Image, Policy, Ports, Topic


class _Unsent:
    """A bus without listeners."""

    def publish(self, topic: Topic, event: Event, *, traceparent: str = "") -> None:
        """Leave the sending to `sweep`, which reads it off the ledger."""

    def forward(self, topic: Topic, message: Message) -> None:
        """Leave that to `sweep` too."""

    def flush(self) -> None:
        """Nothing was sent."""


class _NoModels:
    """No paid call is made outside of a run."""

    def generate(self, instruction: Instruction, images: Sequence[Image], *, attempt: str) -> NoReturn:  # noqa: ARG002
        """Refuse."""
        raise Stop(f"{attempt}: a decision must not call {instruction.model}")

    def review(self, question: ReviewQuestion, image: Image, *, attempt: str) -> NoReturn:  # noqa: ARG002
        """Refuse."""
        raise Stop(f"{attempt}: a decision must not call {question.model}")


def unattended(settings: Settings, workspace: Workspace) -> Ports:
    """Ports over a work folder in which another process may be running."""
    catalog = read_catalog(settings)
    return Ports(workspace.ledger, workspace.store, _Unsent(), _NoModels(), SystemClock(), catalog, Policy(owner="cli"))
