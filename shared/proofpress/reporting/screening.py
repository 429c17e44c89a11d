"""What a report says of the mechanical screen: was it right, and what would other thresholds have done?"""

from proofpress.domain.money import Usd
from proofpress.domain.states import AttemptState
from proofpress.reporting.numbers import Part


class Suggestion(Part):
    """Another value of one threshold, at which every audited draft that was liked would have passed by this one alone."""

    threshold: str
    now: float
    suggested: float
    unit: str
    liked: int
    """Audited drafts that were liked, that would have passed."""
    declined: int
    """Audited drafts that were declined, that would have passed with them."""


class AuditReport(Part):
    """How often the screen rejects what the reviewer would have liked, by the share of rejects that was let through.

    Each audited draft stands for 1 / share of the rejects of its item. The interval is Wilson's, at 95 %; None before
    the first verdict. Broken files, wrong types and duplicates are not audited and not counted.
    """

    audited: int
    judged: int
    liked: int
    rejected: int
    """Drafts of audited items that were not let through."""
    rejected_usd: Usd
    """What those had cost."""
    rate: float | None = None
    low: float | None = None
    high: float | None = None
    wasted_usd: Usd | None = None
    """The part of `rejected_usd` that went, by estimate, into drafts that would have been liked."""
    wasted_usd_low: Usd | None = None
    wasted_usd_high: Usd | None = None
    suggestions: tuple[Suggestion, ...] = ()


class OtherwiseDraft(Part):
    """A draft on which the shadow's rules and those of the screen part."""

    item: str
    attempt: int
    state: AttemptState
    reasons: tuple[str, ...]
    """Why the screen rejected it, or would have but for an audit; empty where it passed."""
    shadow: tuple[str, ...]
    """Why the shadow's rules would have."""
    figures: dict[str, float]


class Otherwise(Part):
    """Drafts that the shadow's rules would have decided otherwise, and what the reviewer said of them."""

    drafts: int = 0
    liked: int = 0
    declined: int = 0


class ShadowReport(Part):
    """The shadow's rules beside those of the screen, on the same figures."""

    compared: int
    """Drafts that both were held to."""
    would_reject: Otherwise
    """Of those that passed."""
    would_pass: Otherwise
    """Of those that were rejected; of these the reviewer saw the audited ones alone."""
    drafts: tuple[OtherwiseDraft, ...]
    """A hundred of them at most."""


class AlikeKeepers(Part):
    """A keeper that looks like another one, found when both were accepted already. Both by their attempts' keys."""

    attempt: str
    like: str


class ScreeningReport(Part):
    """The screen of a whole batch."""

    audit: AuditReport | None = None
    """None where no item has one."""
    shadow: ShadowReport | None = None
    """None where no item has one."""
    alike: tuple[AlikeKeepers, ...] = ()
