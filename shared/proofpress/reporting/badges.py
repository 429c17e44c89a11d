"""How the contact sheet marks a draft: a word for what became of it, and the kind that styles and filters it."""

from dataclasses import dataclass

from proofpress.domain.states import AttemptState
from proofpress.reporting.model import DraftReport


@dataclass(frozen=True)
class Badge:
    """The mark of one frame."""

    kind: str
    """One of the keys of KINDS."""
    word: str
    detail: str = ""


KINDS = {
    "keeper": "keepers",
    "spare": "spares",
    "declined": "declined",
    "rejected": "screened out",
    "failed": "failed",
    "open": "undecided",
}
"""Kinds of frames and what their filter is called."""

_BADGES = {
    AttemptState.DELIVERED: ("keeper", "keeper"),
    AttemptState.ACCEPTED: ("keeper", "accepted, final due"),
    AttemptState.APPROVED: ("spare", "spare"),
    AttemptState.DECLINED: ("declined", "declined"),
    AttemptState.REJECTED: ("rejected", "screened out"),
    AttemptState.FAILED: ("failed", "failed"),
    AttemptState.PASSED: ("open", "waits for review"),
    AttemptState.RETURNED: ("open", "returned"),
}


def badge_of(draft: DraftReport) -> Badge:
    """The mark of a draft, with its reason where it has one."""
    kind, word = _BADGES.get(draft.state, ("open", "in the works"))
    return Badge(kind, word, _detail(draft))


def _detail(draft: DraftReport) -> str:
    if draft.state is AttemptState.REJECTED:
        return ", ".join(draft.reasons)
    if draft.state is AttemptState.DECLINED:
        return " ".join(draft.comments)
    if draft.state is AttemptState.FAILED:
        return ": ".join(part for part in ((draft.failure or "").replace("_", " "), draft.words) if part)
    return draft.words if draft.state is AttemptState.RETURNED else ""
