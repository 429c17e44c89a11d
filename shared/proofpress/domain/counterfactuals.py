"""What the same keepers would cost, or would have cost, by other ways.

Before a batch, at the accept rate that its items are believed to have: a rate that differs between prompts, as the
planner's own belief does, so that the figures compare with the forecast. After it, at the one rate that was measured:
that flatters the alternatives, because where prompts differ both cost more. It is measured over the whole batch: an
item that stops at its first accepted draft measures 1 of 1.
"""

import math
from decimal import Decimal
from itertools import islice

from proofpress.domain.forecast import ItemForecast, forecast
from proofpress.domain.marginals import marginals
from proofpress.domain.money import ZERO
from proofpress.domain.planning import ITEM_PRIOR_DRAFTS
from proofpress.domain.routing import FINALS_FAILED, REGENERATED

MULTIPLE = 3
"""Drafts for each keeper wanted, in the loop that Proofpress is compared with."""


def believed_multiple_cost(item: ItemForecast, multiple: int = MULTIPLE) -> Decimal:
    """Expected dollars of one keeper where the item gets `multiple` drafts per wanted one, at once and only once.

    multiple * want * (draft + review) / E[min(accepted, want)] + final, over a beta-binomial number of accepted
    drafts, with the planner's prior; regenerated drafts and repeated finals are in it as they are in the forecast.
    """
    drafts = multiple * item.want
    a, b = ITEM_PRIOR_DRAFTS * item.accept_rate, ITEM_PRIOR_DRAFTS * (1 - item.accept_rate)
    delivered = Decimal(sum(islice(marginals(item.want, a, b), drafts)))
    each = item.draft * Decimal(1 + REGENERATED) + item.review
    return drafts * each / delivered + item.final / Decimal(1 - FINALS_FAILED)


def planned_cost(item: ItemForecast) -> Decimal | None:
    """Expected dollars of one keeper where the planner has its way with the item; None where it expects none."""
    bill = forecast([item])
    return bill.expected.total / Decimal(bill.keepers) if bill.keepers else None


def fixed_multiple_cost(
    keepers: int, want: int, accept_rate: float, draft: Decimal, final: Decimal, multiple: int = MULTIPLE
) -> Decimal:
    """Dollars of as many keepers where every item gets `multiple` drafts per wanted one, at once and only once.

    keepers * (multiple * want * draft / E[min(accepted, want)] + final), with accepted binomially distributed
    over the multiple * want drafts of an item; `draft` includes the review.
    """
    if not keepers:
        return ZERO
    drafts = multiple * want
    return keepers * (drafts * draft / Decimal(_delivered(drafts, want, accept_rate)) + final)


def direct_cost(keepers: int, accept_rate: float, final: Decimal, review: Decimal = ZERO) -> Decimal:
    """Dollars of as many keepers drafted by the final model itself: keepers * (final + review) / accept rate."""
    return keepers * (final + review) / Decimal(accept_rate) if keepers else ZERO


def _delivered(drafts: int, want: int, accept_rate: float) -> float:
    """E[min(accepted, want)] of a binomial number of accepted drafts."""
    if accept_rate >= 1:
        return min(drafts, want)
    odds = accept_rate / (1 - accept_rate)
    log_term, total = drafts * math.log1p(-accept_rate), 0.0
    for k in range(drafts):
        total += min(k, want) * math.exp(log_term)
        log_term += math.log((drafts - k) / (k + 1) * odds)
    return total + min(drafts, want) * math.exp(log_term)
