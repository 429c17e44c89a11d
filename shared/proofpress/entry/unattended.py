"""Parts for decisions, which run nothing themselves."""

from collections.abc import Sequence
from typing import NoReturn

from proofpress.domain.errors import Stop
from proofpress.domain.events import Event, Message
from proofpress.domain.instructions import Instruction, ReviewQuestion
from proofpress.ports import Image, Topic


class Unsent:
    """A bus without listeners: the next run of the work folder reads off the ledger what is to be sent."""

    def publish(self, topic: Topic, event: Event, *, traceparent: str = "") -> None:
        """Leave the sending to `sweep`."""

    def forward(self, topic: Topic, message: Message) -> None:
        """Leave that to `sweep` too."""

    def flush(self) -> None:
        """Nothing was sent."""


class NoModels:
    """No paid call is made outside of a run."""

    def generate(self, instruction: Instruction, images: Sequence[Image], *, attempt: str) -> NoReturn:  # noqa: ARG002
        """Refuse."""
        raise Stop(f"{attempt}: a decision must not call {instruction.model}")

    def review(self, question: ReviewQuestion, image: Image, *, attempt: str) -> NoReturn:  # noqa: ARG002
        """Refuse."""
        raise Stop(f"{attempt}: a decision must not call {question.model}")
