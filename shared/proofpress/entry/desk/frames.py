"""What the desk shows of a draft: little enough that thousands of them fit into memory and into one answer."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from proofpress.domain.errors import FailureClass
from proofpress.domain.money import ZERO
from proofpress.domain.records import Attempt, Final, StoredImage
from proofpress.domain.states import FINALS_IN_FLIGHT, UNSETTLED, AttemptState, FinalState

_A = AttemptState


class Kind(StrEnum):
    """The piles that a contact sheet is sorted into."""

    WAITING = "waiting"
    SPARE = "spare"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    SCREENED = "screened"
    FAILED = "failed"
    COMING = "coming"
    """Planned, being drawn, or on its way through the screen."""
    GONE = "gone"
    """Given back unpaid: never shown."""


KINDS: dict[AttemptState, Kind] = {
    _A.PLANNED: Kind.COMING,
    _A.LEASED: Kind.COMING,
    _A.DRAFTED: Kind.COMING,
    _A.PASSED: Kind.WAITING,
    _A.RETURNED: Kind.WAITING,
    _A.APPROVED: Kind.SPARE,
    _A.ACCEPTED: Kind.ACCEPTED,
    _A.DELIVERED: Kind.ACCEPTED,
    _A.DECLINED: Kind.DECLINED,
    _A.REJECTED: Kind.SCREENED,
    _A.FAILED: Kind.FAILED,
    _A.CANCELLED: Kind.GONE,
}

_SHOWN_FINALS = (FinalState.RENDERED, FinalState.DELIVERED, FinalState.LOST)


@dataclass(frozen=True, slots=True)
class Print:
    """The final of a draft, as far as it has come."""

    render: int
    state: FinalState
    image: StoredImage | None
    distance: int | None
    """Bits in which its hash differs from the draft's: the likeness, 0 is the same composition."""
    band: str
    untouched: bool
    """Planned, and never leased: its order can still be taken back."""
    usd: Decimal
    perhaps: Decimal
    possible: Decimal

    @property
    def is_shown(self) -> bool:
        """Whether there is a picture to show beside the draft."""
        return self.image is not None and self.state in _SHOWN_FINALS


@dataclass(frozen=True, slots=True)
class Frame:
    """One draft of the contact sheet."""

    key: str
    item: str
    """Key of the item."""
    number: int
    wave: int
    state: AttemptState
    image: StoredImage | None
    """None too where what came was no picture."""
    score: float | None
    stars: int
    by: str
    reasons: tuple[str, ...]
    """Why it was screened out."""
    comments: tuple[str, ...]
    words: str
    parent: int | None
    changed: datetime
    revision: str
    usd: Decimal
    perhaps: Decimal
    possible: Decimal
    print: Print | None = None

    @property
    def kind(self) -> Kind:
        """The pile it lies on."""
        return KINDS[self.state]

    @property
    def can_be_undone(self) -> bool:
        """Whether its decision has cost nothing yet."""
        if self.state is _A.ACCEPTED:
            return self.print is not None and self.print.untouched
        return self.state is _A.DECLINED

    @property
    def has_final(self) -> bool:
        """Whether it was delivered, or has a final to look at."""
        return self.state is _A.DELIVERED or (self.print is not None and self.print.is_shown)


def frame_of(attempt: Attempt, final: Print | None) -> Frame:
    """The frame of an attempt with the last try of its final."""
    return Frame(
        key=attempt.key,
        item=attempt.item,
        number=attempt.number,
        wave=attempt.wave,
        state=attempt.state,
        image=None if attempt.failure is FailureClass.BROKEN and not attempt.decided_by else attempt.image,
        score=attempt.score,
        stars=attempt.stars or 0,
        by=attempt.decided_by,
        reasons=attempt.reasons,
        comments=attempt.comments,
        words=attempt.words,
        parent=attempt.parent,
        changed=attempt.changed,
        revision=attempt.revision,
        usd=attempt.usd,
        perhaps=attempt.perhaps_usd,
        possible=attempt.worst_usd if attempt.state in UNSETTLED else ZERO,
        print=final,
    )


def print_of(final: Final) -> Print:
    """One try of a final."""
    return Print(
        render=final.render,
        state=final.state,
        image=final.image,
        distance=final.likeness.hash_distance if final.likeness else None,
        band=final.likeness.band if final.likeness else "",
        untouched=final.state is FinalState.PLANNED and not final.leases,
        usd=final.usd,
        perhaps=final.perhaps_usd,
        possible=final.worst_usd if final.state in FINALS_IN_FLIGHT else ZERO,
    )
