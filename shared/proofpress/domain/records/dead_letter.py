"""Messages that could not be processed."""

from base64 import b64decode, b64encode
from datetime import datetime
from typing import ClassVar, Self

from pydantic import AwareDatetime

from proofpress.domain.events import Message
from proofpress.domain.records.record import KEPT, MAX_BYTES, Record


class DeadLetter(Record):
    """A message that could not be processed, kept with its reason until it is replayed."""

    indexed: ClassVar[tuple[str, ...]] = ("replayed",)

    id: str
    """See domain.dead_letters."""
    topic: str
    attributes: dict[str, str]
    data: str
    """The message's data as text, or in base64."""
    base64: bool = False
    whole: bool = True
    """Whether the data was kept; what a record cannot hold is not."""
    reason: str
    deliveries: int
    time: AwareDatetime
    """When it was given up on last."""
    replayed: bool = False
    replayed_at: AwareDatetime | None = None

    @classmethod
    def of(cls, key: str, topic: str, message: Message, reason: str, deliveries: int, time: datetime) -> Self:
        """The letter that a message has become."""
        text, is_text = _as_text(message.data)
        letter = cls(
            id=key,
            topic=topic,
            attributes=message.attributes,
            data=text,
            base64=not is_text,
            reason=reason,
            deliveries=deliveries,
            time=time,
        )
        return letter if letter.size <= MAX_BYTES else letter.having(data="", whole=False)

    @property
    def key(self) -> str:
        """The letter's id."""
        return self.id

    @property
    def message(self) -> Message:
        """The message as it was."""
        data = b64decode(self.data) if self.base64 else self.data.encode()
        return Message(data=data, attributes=self.attributes)

    @property
    def expires(self) -> datetime | None:
        """A letter that had its other try is forgotten after a month."""
        return self.replayed_at + KEPT if self.replayed_at else None


def _as_text(data: bytes) -> tuple[str, bool]:
    """Data as UTF-8 where it is that, in base64 where it is not; and which."""
    try:
        return data.decode(), True
    except UnicodeDecodeError:
        return b64encode(data).decode(), False
