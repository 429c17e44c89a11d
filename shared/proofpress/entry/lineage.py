"""Everything that explains a picture or makes it again, gathered from the ledger."""

from collections.abc import Iterator
from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

from proofpress.domain import queries
from proofpress.domain.errors import BadInput, FailureClass
from proofpress.domain.instructions import Instruction
from proofpress.domain.money import ZERO, Usd
from proofpress.domain.pricing import Bill
from proofpress.domain.records import Attempt, Audit, Batch, Final, Item, Likeness, StoredImage
from proofpress.domain.spec import ItemSpec, Route
from proofpress.domain.states import AttemptState, FinalState
from proofpress.ports import Ledger


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True)


class Origin(_Part):
    """The manifest that asked for the picture."""

    batch: str
    manifest: str
    """Object name in the inbox bucket; empty where it came in a message."""
    fingerprint: str
    created: datetime


class Call(_Part):
    """A slot for a paid call: what was sent, what came back, what it cost."""

    instruction: Instruction | None
    """None until the call was due; so is the picture until it was drawn."""
    image: StoredImage | None
    bills: tuple[Bill, ...]
    usd: Usd
    perhaps_usd: Usd
    """Most that calls without an answer may have cost besides."""
    leases: int
    seconds: float
    failure: FailureClass | None
    words: str


class Screening(_Part):
    """What the screen measured and found."""

    reasons: tuple[str, ...]
    warnings: tuple[str, ...]
    figures: dict[str, float | str]
    duplicate_of: str | None
    audit: Audit | None
    """What it was let through in spite of; hidden until the reviewer has decided."""
    shadow: tuple[str, ...] | None
    """Why the rules of the item's shadow would have rejected it."""


class Verdict(_Part):
    """What the reviewer thought; what was asked stands in the item."""

    score: float | None
    comments: tuple[str, ...]
    decided_by: str
    stars: int | None


class FinalCall(Call):
    """One try of the final."""

    state: FinalState
    render: int
    likeness: Likeness | None
    deliveries: tuple[StoredImage, ...]


class Lineage(_Part):
    """The whole history of one attempt."""

    schema_version: Literal[1] = 1
    attempt: str
    state: AttemptState
    usd: Usd
    """Of the draft, its review and its finals."""
    origin: Origin
    item: ItemSpec
    route: Route
    why: str
    wave: int
    replaces: str | None
    """The failed attempt that this one stands in for."""
    parent: str | None
    """The draft that this one edits."""
    edit: str
    """The sentence of the edit."""
    descendants: tuple[str, ...]
    """Attempts that edit this one or stand in for it."""
    draft: Call
    screen: Screening
    review: Verdict
    finals: tuple[FinalCall, ...]
    keeper: int | None
    """Which of the item's keepers it is."""
    traceparent: str


def lineage_of(ledger: Ledger, attempt: Attempt) -> Lineage:
    """Gather the lineage of an attempt; BadInput where the ledger has lost its item or batch."""
    item, batch = ledger.get(Item, attempt.item), ledger.get(Batch, attempt.batch)
    if item is None or batch is None:
        raise BadInput(f"The ledger has {attempt.key} but not its item and batch: it was not written by proofpress.")
    finals = tuple(_finals(ledger, attempt))
    keepers = ledger.find(queries.keepers_of_item(item.key))
    return Lineage(
        attempt=attempt.key,
        state=attempt.state,
        usd=sum((final.usd for final in finals), ZERO) + attempt.usd,
        origin=Origin(batch=batch.id, manifest=batch.manifest, fingerprint=batch.fingerprint, created=batch.created),
        item=item.spec,
        route=item.route,
        why=item.why,
        wave=attempt.wave,
        replaces=_key(attempt, attempt.replaces),
        parent=_key(attempt, attempt.parent),
        edit=attempt.edit,
        descendants=tuple(_descendants(ledger, attempt)),
        draft=Call.model_validate(attempt, from_attributes=True),
        screen=_screening(attempt),
        review=Verdict.model_validate(attempt, from_attributes=True),
        finals=finals,
        keeper=next((keeper.slot for keeper in keepers if keeper.attempt == attempt.number), None),
        traceparent=attempt.traceparent,
    )


def _screening(attempt: Attempt) -> Screening:
    shown = attempt.having(audit=None, shadow=None) if attempt.state is AttemptState.PASSED else attempt
    return Screening.model_validate(shown, from_attributes=True)


def _finals(ledger: Ledger, attempt: Attempt) -> Iterator[FinalCall]:
    render = 1
    while final := ledger.get(Final, f"{attempt.key}-{render}"):
        yield FinalCall.model_validate(final, from_attributes=True)
        render += 1


def _descendants(ledger: Ledger, attempt: Attempt) -> Iterator[str]:
    for other in ledger.find(queries.attempts_of_item(attempt.item)):
        if attempt.number in (other.parent, other.replaces):
            yield other.key


def _key(attempt: Attempt, number: int | None) -> str | None:
    return None if number is None else f"{attempt.item}/{number:04d}"
