"""Keep what could not be processed, with its reason, until somebody gives it another try."""

from proofpress.domain.dead_letters import dead_letter_id
from proofpress.domain.events import Message
from proofpress.domain.records import DeadLetter
from proofpress.ports import Create, Ledger, Ports, Replace


def bury(ports: Ports, topic: str, message: Message, reason: str, deliveries: int, message_id: str = "") -> DeadLetter:
    """Record a message as a dead letter, or bring the letter up to date that another copy of it has become.

    A message that arrived in a foreign form, such as a bucket's notification, is given as the event that was made of
    it where there is one: `sweep` then knows that it must not be sent again before its replay.
    """
    key = dead_letter_id(topic, message.attributes, message_id)
    return keep(ports.ledger, DeadLetter.of(key, topic, message, reason, deliveries, ports.clock.now()))


def keep(ledger: Ledger, letter: DeadLetter) -> DeadLetter:
    """Write a dead letter over the one that has its id, replayed or not."""
    while True:
        before = ledger.get(DeadLetter, letter.key)
        change = Create(letter) if before is None else Replace(letter.having(revision=before.revision))
        if receipt := ledger.commit(change):
            return receipt.of(letter)
