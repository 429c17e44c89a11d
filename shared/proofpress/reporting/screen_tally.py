"""Gathers what a report says of the screen, attempt by attempt."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from proofpress.domain.folding import verdict
from proofpress.domain.money import ZERO
from proofpress.domain.records import Attempt, Audit, Item
from proofpress.domain.screening import can_be_audited
from proofpress.domain.states import HELD, AttemptState
from proofpress.domain.stopping import wilson
from proofpress.reporting.screening import (
    AlikeKeepers,
    AuditReport,
    Otherwise,
    OtherwiseDraft,
    ScreeningReport,
    ShadowReport,
)
from proofpress.reporting.suggesting import Case, suggestions

MOST_LISTED = 100
_DUPLICATE = "duplicate"


@dataclass
class ScreenTally:
    """Its size depends on the number of items, of audited drafts, and of keepers."""

    audited: list[Attempt] = field(default_factory=list)
    rejected: Counter[str] = field(default_factory=Counter)
    """By item: drafts that an audit could have let through, and did not."""
    rejected_usd: dict[str, Decimal] = field(default_factory=lambda: defaultdict(lambda: ZERO))
    alike: list[AlikeKeepers] = field(default_factory=list)
    compared: int = 0
    would_reject: Otherwise = field(default_factory=Otherwise)
    would_pass: Otherwise = field(default_factory=Otherwise)
    otherwise: list[OtherwiseDraft] = field(default_factory=list)

    def add(self, attempt: Attempt) -> None:
        """Take in one attempt; they come in any order.

        An audited draft is held against no shadow before its verdict: the reviewer must not see what the screen said.
        """
        if attempt.audit:
            self.audited.append(attempt)
        elif attempt.state is AttemptState.REJECTED and can_be_audited(attempt.reasons):
            self.rejected[attempt.item] += 1
            self.rejected_usd[attempt.item] += attempt.usd
        if attempt.state in HELD and _DUPLICATE in attempt.warnings and attempt.duplicate_of:
            self.alike.append(AlikeKeepers(attempt=attempt.key, like=attempt.duplicate_of))
        if attempt.shadow is not None and not (attempt.audit and attempt.state is AttemptState.PASSED):
            self._add_shadow(attempt, attempt.shadow)

    def report(self, items: Mapping[str, Item]) -> ScreeningReport:
        """What was gathered; `items` by key."""
        drafts = sorted(self.otherwise, key=lambda draft: (draft.item, draft.attempt))
        shadow = ShadowReport(
            compared=self.compared, would_reject=self.would_reject, would_pass=self.would_pass, drafts=tuple(drafts)
        )
        return ScreeningReport(
            audit=self._audit(items),
            shadow=shadow if self.compared else None,
            alike=tuple(sorted(self.alike, key=lambda pair: pair.attempt)),
        )

    def _add_shadow(self, attempt: Attempt, shadow: tuple[str, ...]) -> None:
        self.compared += 1
        reasons = _own_reasons(attempt)
        if bool(reasons) == bool(shadow):
            return
        if shadow:
            self.would_reject = _with(self.would_reject, attempt)
        else:
            self.would_pass = _with(self.would_pass, attempt)
        if len(self.otherwise) < MOST_LISTED:
            self.otherwise.append(_otherwise(attempt, reasons, shadow))

    def _audit(self, items: Mapping[str, Item]) -> AuditReport | None:
        of_items = {key for key, item in items.items() if item.spec.screen.audit}
        if not of_items:
            return None
        rejected = sum(count for key, count in self.rejected.items() if key in of_items)
        usd = sum((usd for key, usd in self.rejected_usd.items() if key in of_items), ZERO)
        judged = [
            (attempt, attempt.audit, liked)
            for attempt in self.audited
            if (liked := verdict(attempt)) is not None and attempt.audit
        ]
        cases = [Case(attempt.figures, items[attempt.item].spec.screen.rules(), liked) for attempt, _, liked in judged]
        counts = AuditReport(
            audited=len(self.audited),
            judged=len(judged),
            liked=sum(liked for *_, liked in judged),
            rejected=rejected,
            rejected_usd=usd,
            suggestions=suggestions(cases),
        )
        return _estimated(counts, [(audit, liked) for _, audit, liked in judged]) if judged else counts


def _estimated(counts: AuditReport, judged: list[tuple[Audit, bool]]) -> AuditReport:
    """The rate of false rejects, each verdict weighed by how many rejects it stands for, and its interval.

    Kish's effective number of verdicts (1965) makes the interval wider where their weights differ.
    """
    weights = [1 / audit.share for audit, _ in judged]
    rate = sum(weight for weight, (_, liked) in zip(weights, judged, strict=True) if liked) / sum(weights)
    effective = sum(weights) ** 2 / sum(weight * weight for weight in weights)
    low, high = wilson(rate * effective, effective)
    wasted, least, most = (Decimal(f"{each:.9f}") * counts.rejected_usd for each in (rate, low, high))
    return counts.model_copy(
        update={
            "rate": rate,
            "low": low,
            "high": high,
            "wasted_usd": wasted,
            "wasted_usd_low": least,
            "wasted_usd_high": most,
        }
    )


def _own_reasons(attempt: Attempt) -> tuple[str, ...]:
    """Why the screen was against a draft for itself, whatever came of that."""
    if attempt.audit:
        return attempt.audit.reasons
    return tuple(reason for reason in attempt.reasons if reason != _DUPLICATE)


def _with(otherwise: Otherwise, attempt: Attempt) -> Otherwise:
    """One more draft; a verdict is the reviewer's, never the screen's."""
    liked = None if attempt.state is AttemptState.REJECTED else verdict(attempt)
    return Otherwise(
        drafts=otherwise.drafts + 1,
        liked=otherwise.liked + (liked is True),
        declined=otherwise.declined + (liked is False),
    )


def _otherwise(attempt: Attempt, reasons: tuple[str, ...], shadow: tuple[str, ...]) -> OtherwiseDraft:
    return OtherwiseDraft(
        item=attempt.item.removeprefix(f"{attempt.batch}/"),
        attempt=attempt.number,
        state=attempt.state,
        reasons=reasons,
        shadow=shadow,
        figures={name: figure for name, figure in attempt.figures.items() if not isinstance(figure, str)},
    )
