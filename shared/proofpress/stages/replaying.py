"""Another try for a dead letter."""

from proofpress.domain.errors import BadInput
from proofpress.domain.records import DeadLetter
from proofpress.ports import Ports, Replace, Topic


def replay(ports: Ports, letter: DeadLetter) -> bool:
    """Send a dead letter's message to its topic once more; False where it was replayed before.

    The message goes first: a crash before the commit leaves the letter to be replayed again, which changes nothing.
    Where the message fails again in the meantime, the letter stays as that left it.

    Raises:
        BadInput: the message was too large to be kept with the letter.
        Retry: the bus did not take the message.
    """
    if letter.replayed:
        return False
    if not letter.whole:
        raise BadInput(f"The message of dead letter {letter.id} was too large to be kept: send it again by hand.")
    ports.bus.forward(Topic(letter.topic), letter.message)
    ports.bus.flush()
    ports.ledger.commit(Replace(letter.having(replayed=True, replayed_at=ports.clock.now())))
    return True
