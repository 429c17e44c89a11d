"""Stars: what a person thinks of a draft beyond yes and no. They decide nothing."""

from proofpress.domain.errors import BadInput
from proofpress.domain.records import Attempt
from proofpress.ports import Ports, Replace
from proofpress.stages.finding import draft_and_item

MOST_STARS = 5


def rate(ports: Ports, key: str, stars: int) -> Attempt:
    """Give a draft 1 to 5 stars, or none with 0; whoever comes last is right.

    Raises:
        BadInput: there is no such draft, it has no picture, or there are not so many stars.
    """
    if not 0 <= stars <= MOST_STARS:
        raise BadInput(f"A draft has 0 to {MOST_STARS} stars, not {stars}.")
    while True:
        attempt, _ = draft_and_item(ports, key)
        if attempt.image is None:
            raise BadInput(f"{key} has no picture to give stars to (it is {attempt.state}).")
        if attempt.stars == (stars or None):
            return attempt
        rated = attempt.having(stars=stars or None, changed=ports.clock.now())
        if receipt := ports.ledger.commit(Replace(rated)):
            return receipt.of(rated)
