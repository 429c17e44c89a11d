"""What visitors ask the desk to do, and what came of it."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from proofpress.domain.errors import BadInput, CapReached, Overtaken, Retry, Stop
from proofpress.domain.records import Attempt
from proofpress.domain.states import AttemptState
from proofpress.ports import Ports
from proofpress.stages import deciding

MOST_DRAFTS = 200
"""Of one order; the script sends larger selections in parts."""
LONGEST_SENTENCE = 2_000


class Verb(StrEnum):
    """What can be done with a draft."""

    ACCEPT = "accept"
    DECLINE = "decline"
    UNDO = "undo"
    RATE = "rate"
    REFINE = "refine"


class Seen(BaseModel):
    """A draft, and the state in which the visitor saw it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    draft: str = Field(min_length=1, max_length=400)
    state: AttemptState | None = None


class Order(BaseModel):
    """One request: the same decision about one draft or some."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    verb: Verb
    drafts: Annotated[tuple[Seen, ...], Field(min_length=1, max_length=MOST_DRAFTS)]
    reason: str = Field(default="", max_length=200)
    stars: int = Field(default=0, ge=0, le=5)
    sentence: str = Field(default="", max_length=LONGEST_SENTENCE)


class Outcome(BaseModel):
    """What came of an order for one draft."""

    model_config = ConfigDict(frozen=True)

    draft: str
    done: bool
    words: str = ""
    """Why not."""
    kind: str = ""
    """Of a refusal: `overtaken` by somebody else, `cap` reached, or `refused`."""
    child: str = ""
    """The attempt that a refinement became."""


def carry_out(ports: Ports, order: Order, by: str) -> list[Outcome]:
    """Do what was ordered with every draft: one that is refused does not keep the others from it."""
    outcomes = [_one(ports, order, seen, by) for seen in order.drafts]
    try:
        ports.bus.flush()
    except Retry:
        # It stands in the ledger, from which the next sweep sends it.
        return outcomes
    return outcomes


def _one(ports: Ports, order: Order, seen: Seen, by: str) -> Outcome:
    try:
        done = _DO[order.verb](ports, order, seen, by)
    except Overtaken as error:
        return Outcome(draft=seen.draft, done=False, words=str(error), kind="overtaken")
    except CapReached as error:
        return Outcome(draft=seen.draft, done=False, words=str(error), kind="cap")
    except (BadInput, Stop, Retry) as error:
        return Outcome(draft=seen.draft, done=False, words=str(error), kind="refused")
    return Outcome(draft=seen.draft, done=True, child=done.key if done.key != seen.draft else "")


def _accept(ports: Ports, _order: Order, seen: Seen, by: str) -> Attempt:
    """A draft that was handed back is accepted with the final it has: the page shows it, and says so."""
    as_is = seen.state is AttemptState.RETURNED
    return deciding.accept(ports, seen.draft, by, as_is=as_is, seen=seen.state)


def _decline(ports: Ports, order: Order, seen: Seen, by: str) -> Attempt:
    return deciding.decline(ports, seen.draft, by, order.reason, seen=seen.state)


def _undo(ports: Ports, _order: Order, seen: Seen, by: str) -> Attempt:
    return deciding.take_back(ports, seen.draft, by)


def _rate(ports: Ports, order: Order, seen: Seen, _by: str) -> Attempt:
    return deciding.rate(ports, seen.draft, order.stars)


def _refine(ports: Ports, order: Order, seen: Seen, _by: str) -> Attempt:
    return deciding.refine(ports, seen.draft, order.sentence)


_DO: dict[Verb, Callable[[Ports, Order, Seen, str], Attempt]] = {
    Verb.ACCEPT: _accept,
    Verb.DECLINE: _decline,
    Verb.UNDO: _undo,
    Verb.RATE: _rate,
    Verb.REFINE: _refine,
}


def touched(outcomes: Sequence[Outcome]) -> list[str]:
    """Every draft that an order was about, and those that it made."""
    return [key for each in outcomes for key in (each.draft, each.child) if key]
