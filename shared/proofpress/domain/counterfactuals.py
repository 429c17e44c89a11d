"""What the same keepers would have cost otherwise, at the accept rate that was measured.

One accept rate stands for all prompts, which flatters the alternatives: where prompts differ, both cost more.
Measure it over the whole batch: an item that stops at its first accepted draft measures 1 of 1.
"""

import math
from decimal import Decimal

from proofpress.domain.money import ZERO


def fixed_multiple_cost(
    keepers: int, want: int, accept_rate: float, draft: Decimal, final: Decimal, multiple: int = 3
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
