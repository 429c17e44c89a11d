"""What every event has, and the form in which a bus carries it."""

import uuid
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

SOURCE = "//proofpress"


_OUTCOMES = uuid.uuid5(uuid.NAMESPACE_DNS, "outcomes.proofpress.dev")


class Message(BaseModel):
    """The encoded form: what a bus carries."""

    model_config = ConfigDict(frozen=True)

    data: bytes
    attributes: dict[str, str]


class Event(BaseModel):
    """Base of all events; subclasses add the data."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    type: ClassVar[str] = ""

    @property
    def subject(self) -> str:
        """What the event is about: the key that duplicates share."""
        raise NotImplementedError

    @property
    def occurrence(self) -> str | None:
        """What tells it from another event of its type and subject; None where every sending is an event of its own.

        Outcomes have one: what is announced again keeps its CloudEvent id, so that readers can drop the copy.
        """
        return None

    @property
    def event_id(self) -> str:
        """The CloudEvent's id."""
        if self.occurrence is None:
            return str(uuid.uuid4())
        return str(uuid.uuid5(_OUTCOMES, f"{self.type}\n{self.subject}\n{self.occurrence}"))
