"""From an envelope to the event that a stage takes: readers, tried in order."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from proofpress.domain.errors import Drop
from proofpress.domain.events import Context, Event, Message, ObjectFinalized, decode, encode
from proofpress.entry.cloud.envelope import Envelope
from proofpress.entry.cloud.settings import CloudSettings
from proofpress.ports import Bucket

OURS = "dev.proofpress."
"""Begins the type of every event of our own."""


@dataclass(frozen=True)
class Nothing:
    """Read and understood, and nothing is to be done; `why` says it in the log."""

    why: str


Reader = Callable[[Envelope, CloudSettings], Event | Nothing | None]
"""None: not of the kind that it reads. Raises Drop for what is of its kind, but can never be used."""


def read(envelope: Envelope, settings: CloudSettings, readers: Sequence[Reader]) -> Event | Nothing:
    """The event of an envelope; Drop where no reader has a use for it."""
    if envelope.ignored:
        return Nothing(envelope.ignored)
    for reader in readers:
        found = reader(envelope, settings)
        if found is not None:
            return found
    kind = "a bucket's notification" if envelope.finalized else envelope.message.attributes.get("ce-type", "")
    raise Drop(f"this function takes nothing of the kind {kind!r}" if kind else "the message does not say what it is")


def own_event(envelope: Envelope, _settings: CloudSettings) -> Event | None:
    """An event that one of our own stages published."""
    kind = envelope.message.attributes.get("ce-type", "")
    return decode(envelope.message) if kind.startswith(OURS) and not envelope.finalized else None


def finalized_in(bucket: Bucket) -> Reader:
    """Reads the notifications of one bucket."""

    def reader(envelope: Envelope, settings: CloudSettings) -> Event | None:
        written = envelope.finalized
        if written is None:
            return None
        check_bucket(written.bucket, bucket, settings)
        return ObjectFinalized(bucket=bucket, name=written.name, generation=written.generation)

    return reader


def check_bucket(name: str, expected: Bucket, settings: CloudSettings) -> None:
    """Drop where a notification is another bucket's."""
    if settings.bucket_named(name) is not expected:
        raise Drop(
            f"the notification is of bucket {name!r}, and {settings.bucket(expected)!r} is the {expected} bucket: "
            f"mend the notification, or PROOFPRESS_{expected.name}_BUCKET"
        )


def as_message(envelope: Envelope, event: Event) -> Message:
    """The event as a message: the one that came where it was one, so that its copies have one subject."""
    if envelope.message.attributes.get("ce-type") == event.type:
        return envelope.message
    given = {"id": envelope.id, "time": envelope.published, "traceparent": envelope.traceparent}
    return encode(event, Context.model_validate({name: value for name, value in given.items() if value}))
