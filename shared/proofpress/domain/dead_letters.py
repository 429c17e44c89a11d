"""Dead letters: what names them, so that every copy of a message ends in one letter."""

import hashlib
from collections.abc import Mapping


def dead_letter_id(topic: str, attributes: Mapping[str, str], message_id: str = "") -> str:
    """The id of the letter that a message of a topic ends in.

    It follows from the topic and the CloudEvent's subject: redeliveries, and what `sweep` sends again, add to the
    letter that is there. Where a message has no subject, its own id stands in: `ce-id`, or else the bus's.
    """
    about = attributes.get("ce-subject") or attributes.get("ce-id") or message_id
    return f"{topic}-{hashlib.sha256(f'{topic}/{about}'.encode()).hexdigest()[:16]}"
