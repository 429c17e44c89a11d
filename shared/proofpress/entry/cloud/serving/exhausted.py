"""Messages that Pub/Sub gave up on: it moves them to the topic of the dead letters, from where they come here."""

from dataclasses import replace

from proofpress.domain.events import Message, ObjectFinalized
from proofpress.entry.cloud.envelope import Envelope
from proofpress.entry.cloud.envelope.fields import integer
from proofpress.entry.cloud.reading import as_message
from proofpress.entry.cloud.serving.origins import topic_of_subscription
from proofpress.entry.cloud.serving.outcome import DONE, Outcome
from proofpress.entry.cloud.serving.step import Step
from proofpress.entry.cloud.settings import CloudSettings
from proofpress.entry.cloud.topology import DEAD_LETTERS
from proofpress.ports import Bucket
from proofpress.stages.burying import bury

_MARKS = "cloudpubsubdeadlettersource"


def record_exhausted(step: Step) -> Outcome:
    """Record a message that was delivered as often as its subscription allows."""
    told = {name.lower(): value for name, value in step.envelope.message.attributes.items()}
    source = told.get(f"{_MARKS}subscription", "")
    topic = topic_of_subscription(source, step.settings) or DEAD_LETTERS
    deliveries = integer(told.get(f"{_MARKS}deliverycount"))
    reason = (
        f"Pub/Sub gave up after {deliveries} deliveries by {source or 'no subscription'}; its function's log says why"
    )
    bury(step.ports, topic, _message(step.envelope, step.settings), reason, deliveries, step.envelope.id)
    return DONE


def _message(envelope: Envelope, settings: CloudSettings) -> Message:
    """The message without Pub/Sub's marks: as the stage's own event where it is a notification, as it came otherwise."""
    attributes = {
        name: value for name, value in envelope.message.attributes.items() if not name.lower().startswith(_MARKS)
    }
    cleaned = replace(envelope, message=Message(data=envelope.message.data, attributes=attributes))
    written = envelope.finalized
    bucket = settings.bucket_named(written.bucket) if written else None
    if written is None or bucket in (None, Bucket.INBOX):
        return cleaned.message
    return as_message(cleaned, ObjectFinalized(bucket=bucket, name=written.name, generation=written.generation))
