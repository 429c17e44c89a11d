"""The desk's words for what became of a draft."""

from proofpress.domain.states import AttemptState, FinalState
from proofpress.entry.desk.frames import Frame

_A = AttemptState

_WORDS = {
    _A.PLANNED: "planned",
    _A.LEASED: "being drawn",
    _A.DRAFTED: "being screened",
    _A.PASSED: "waiting",
    _A.APPROVED: "spare",
    _A.DECLINED: "declined",
    _A.ACCEPTED: "accepted",
    _A.DELIVERED: "keeper",
    _A.RETURNED: "handed back",
    _A.REJECTED: "screened out",
    _A.FAILED: "failed",
    _A.CANCELLED: "given back",
}

_FINALS = {
    FinalState.PLANNED: "final due",
    FinalState.LEASED: "final rendering",
    FinalState.RENDERED: "final rendered",
    FinalState.LOST: "look lost",
}


def word_of(frame: Frame) -> str:
    """What became of a draft, in a word or two."""
    return _WORDS[frame.state]


def detail_of(frame: Frame) -> str:
    """Why it is so, or what comes next."""
    if frame.state is _A.ACCEPTED:
        return _FINALS.get(frame.print.state, "") if frame.print else ""
    if frame.state is _A.REJECTED:
        return ", ".join(reason.replace("_", " ") for reason in frame.reasons)
    if frame.state is _A.DECLINED:
        return " ".join(frame.comments)
    if frame.state is _A.RETURNED:
        return "its final lost the look"
    return frame.words if frame.state is _A.FAILED else ""
