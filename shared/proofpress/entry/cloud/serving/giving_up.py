"""The end of a message that can never succeed: a dead letter, and only then the acknowledgement."""

from proofpress.domain.errors import Drop
from proofpress.domain.events import Message
from proofpress.entry.cloud.serving.credentials_hidden import without_credentials
from proofpress.entry.cloud.serving.outcome import Outcome, dropped, unrecorded
from proofpress.entry.cloud.serving.step import Step
from proofpress.stages.burying import bury


def give_up(step: Step, topic: str, message: Message, why: Drop) -> Outcome:
    """Record a message with the reason; where even that fails, the queue has to keep it."""
    reason = without_credentials(f"Drop: {why}")
    try:
        bury(step.ports, topic, message, reason, step.envelope.deliveries, step.envelope.id)
    except Exception as error:  # noqa: BLE001 - nothing is acknowledged that is not recorded
        return unrecorded(why, error)
    return dropped(why)
