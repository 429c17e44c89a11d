"""Adds up attempts and finals, one by one, to the figures of an item or a batch."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from proofpress.domain.errors import FailureClass
from proofpress.domain.folding import verdict
from proofpress.domain.money import ZERO
from proofpress.domain.records import Attempt, Final, Paid
from proofpress.domain.states import FINALS_IN_FLIGHT, UNSETTLED, AttemptState, FinalState
from proofpress.domain.stopping import wilson
from proofpress.reporting.numbers import AcceptRate, Dollars, Failure, Numbers, WouldHaveCost

STAGES = ("draft", "review", "render")
_LOST = "The final lost the look of its draft."
_UNSCREENED = (AttemptState.PLANNED, AttemptState.LEASED, AttemptState.DRAFTED)
_WAITING = (AttemptState.PASSED, AttemptState.RETURNED)
_HOLDING = (AttemptState.ACCEPTED, AttemptState.DELIVERED)


@dataclass
class Tally:
    """Running sums; their size depends on the kinds of outcomes, not on the number of attempts."""

    states: Counter[AttemptState] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    dislikes: Counter[str] = field(default_factory=Counter)
    classes: Counter[str] = field(default_factory=Counter)
    drafts: int = 0
    regenerated: int = 0
    liked: int = 0
    judged: int = 0
    by_stage: dict[str, Decimal] = field(default_factory=lambda: dict.fromkeys(STAGES, ZERO))
    perhaps: Decimal = ZERO
    possible: Decimal = ZERO
    failures: dict[tuple[str, str], Failure] = field(default_factory=dict)
    """Each with the example whose key is the first."""
    examples: dict[tuple[str, str], str] = field(default_factory=dict)
    """The keys of those examples."""

    @property
    def keepers(self) -> int:
        """Accepted and delivered."""
        return self.states[AttemptState.DELIVERED]

    def add_attempt(self, attempt: Attempt) -> None:
        """Count one attempt; attempts may come in any order."""
        self.states[attempt.state] += 1
        self._add_money(attempt, outstanding=attempt.state in UNSETTLED)
        self.drafts += attempt.image is not None
        self.regenerated += attempt.replaces is not None and attempt.state is not AttemptState.CANCELLED
        liked = verdict(attempt)
        self.judged += liked is not None
        self.liked += bool(liked)
        if attempt.state is AttemptState.REJECTED:
            self.reasons.update(attempt.reasons)
        if attempt.state is AttemptState.DECLINED and attempt.reason:
            self.dislikes[attempt.reason] += 1
        if attempt.state is AttemptState.FAILED:
            self.classes[attempt.failure or "unknown"] += 1
            # A decided attempt failed by its final, which tells the failure itself.
            if not attempt.decided_by:
                self._add_failure("draft", attempt)

    def add_final(self, final: Final) -> None:
        """Count one try of a final; they may come in any order."""
        self._add_money(final, outstanding=final.state in FINALS_IN_FLIGHT)
        if final.state is FinalState.FAILED:
            self._add_failure("render", final)
        if final.state is FinalState.LOST:
            self._add_failure("render", final.having(failure=FailureClass.LOST_LOOK, words=_LOST))

    def numbers(self, *, wanted: int, waves: int, would_have_cost: WouldHaveCost) -> Numbers:
        """The figures so far."""
        attempts = self.states.total() - self.states[AttemptState.CANCELLED]
        usd = self._dollars()
        return Numbers(
            wanted=wanted,
            keepers=self.keepers,
            attempts=attempts,
            drafts=self.drafts,
            in_flight=self._count(_UNSCREENED),
            waiting=self._count(_WAITING),
            rejected=self.states[AttemptState.REJECTED],
            rejected_by_reason=_most_first(self.reasons),
            declined=self.states[AttemptState.DECLINED],
            declined_by_reason=_most_first(self.dislikes),
            spares=self.states[AttemptState.APPROVED],
            accepted=self._count(_HOLDING),
            failed=self.states[AttemptState.FAILED],
            failed_by_class=_most_first(self.classes),
            cancelled=self.states[AttemptState.CANCELLED],
            accept_rate=self.accept_rate(),
            regenerated=self.regenerated,
            regen_rate=self.regenerated / attempts if attempts else None,
            waves=waves,
            usd=usd,
            usd_per_keeper=usd.spent / self.keepers if self.keepers else None,
            would_have_cost=would_have_cost,
            failures=tuple(self.failures[key] for key in sorted(self.failures)),
        )

    def accept_rate(self) -> AcceptRate:
        """The share of favourable verdicts so far."""
        if not self.judged:
            return AcceptRate(liked=0, judged=0)
        low, high = wilson(self.liked, self.judged)
        return AcceptRate(liked=self.liked, judged=self.judged, rate=self.liked / self.judged, low=low, high=high)

    def _count(self, states: Iterable[AttemptState]) -> int:
        return sum(self.states[state] for state in states)

    def _add_money(self, record: Paid, *, outstanding: bool) -> None:
        for bill in record.bills:
            self.by_stage[bill.stage] = self.by_stage.get(bill.stage, ZERO) + bill.usd
        self.perhaps += record.perhaps_usd
        self.possible += record.worst_usd if outstanding else ZERO

    def _add_failure(self, stage: str, record: Paid) -> None:
        kind = stage, str(record.failure or "unknown")
        count = self.failures[kind].count + 1 if kind in self.failures else 1
        if kind not in self.examples or record.key < self.examples[kind]:
            self.examples[kind] = record.key
            self.failures[kind] = Failure(
                stage=stage,
                failure=kind[1],
                count=count,
                item=record.item.removeprefix(f"{record.batch}/"),
                attempt=record.number,
                words=record.words,
            )
        else:
            self.failures[kind] = self.failures[kind].model_copy(update={"count": count})

    def _dollars(self) -> Dollars:
        spent = sum(self.by_stage.values(), ZERO)
        return Dollars(by_stage=dict(self.by_stage), spent=spent, perhaps=self.perhaps, possible=self.possible)


def _most_first(counts: Counter[str]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
