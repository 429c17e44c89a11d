"""The bill of a batch before its first call: expected, and at worst."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from pydantic import BaseModel, ConfigDict

from proofpress.domain.expectation import Expected, expected
from proofpress.domain.money import ZERO, Usd
from proofpress.domain.records import MAX_LEASES, MAX_SLOT_RENDERS
from proofpress.domain.routing import FINALS_FAILED, REGENERATED


@dataclass(frozen=True)
class ItemForecast:
    """One item as the forecast sees it. Dollars are of single calls."""

    want: int
    waves: int
    cap: int
    accept_rate: float
    limit: Decimal
    """Most dollars that a keeper may cost."""
    draft: Decimal
    review: Decimal
    final: Decimal
    """0 where the draft is the final."""
    draft_worst: Decimal
    review_worst: Decimal
    final_worst: Decimal


class StageBill(BaseModel):
    """Dollars by stage."""

    model_config = ConfigDict(frozen=True)

    draft: Usd = ZERO
    review: Usd = ZERO
    final: Usd = ZERO

    @property
    def total(self) -> Decimal:
        """Dollars of all stages."""
        return self.draft + self.review + self.final


class BillForecast(BaseModel):
    """What a batch should bring and cost, and what it can cost at most."""

    model_config = ConfigDict(frozen=True)

    drafts: float
    """Expected verdicts; regenerated drafts come on top in the bill."""
    keepers: float
    expected: StageBill
    worst: StageBill


def forecast(items: Sequence[ItemForecast], max_attempts: int | None = None) -> BillForecast:
    """Forecast a batch; `max_attempts` is its own cap on slots, below the sum of the items' caps if it binds.

    Where the batch's cap is below the drafts expected, drafts, keepers and dollars shrink in proportion.
    """
    counts = [_counts(item) for item in items]
    drafts = sum(count.drafts for count in counts)
    share = 1.0 if max_attempts is None or drafts <= max_attempts else max_attempts / drafts
    return BillForecast(
        drafts=drafts * share,
        keepers=sum(count.keepers for count in counts) * share,
        expected=_expected_bill(items, counts, share),
        worst=worst_bill(items, max_attempts),
    )


def _counts(item: ItemForecast) -> Expected:
    leverage = float((item.limit - item.final) / (item.draft + item.review))
    return expected(item.want, item.waves, item.cap, leverage=leverage, accept_rate=item.accept_rate)


def _expected_bill(items: Sequence[ItemForecast], counts: Sequence[Expected], share: float) -> StageBill:
    calls = Decimal(share * (1 + REGENERATED))
    finals = Decimal(share / (1 - FINALS_FAILED))
    pairs = list(zip(items, counts, strict=True))
    return StageBill(
        draft=sum((item.draft * Decimal(count.drafts) for item, count in pairs), ZERO) * calls,
        review=sum((item.review * Decimal(count.drafts) for item, count in pairs), ZERO) * Decimal(share),
        final=sum((item.final * Decimal(count.keepers) for item, count in pairs), ZERO) * finals,
    )


def worst_bill(items: Sequence[ItemForecast], max_attempts: int | None = None) -> StageBill:
    """Most dollars that slots and keepers allow, each call at its token limit and each lease used up.

    leases * (slots * (draft + review) + wanted * renders * final). Where the batch's cap is below the sum of the
    items' caps, the dearest slots are the ones taken. It is a bound as long as an item gets no more than
    want * MAX_SLOT_RENDERS finals, those of drafts that lost their keeper slot included.
    """
    left = sum(item.cap for item in items) if max_attempts is None else max_attempts
    draft = review = final = ZERO
    for item in sorted(items, key=lambda item: item.draft_worst + item.review_worst, reverse=True):
        slots = min(item.cap, left)
        left -= slots
        draft += slots * item.draft_worst
        review += slots * item.review_worst
        final += item.want * MAX_SLOT_RENDERS * item.final_worst
    return StageBill(draft=MAX_LEASES * draft, review=MAX_LEASES * review, final=MAX_LEASES * final)
