"""What one more draft is worth: the chance that it is accepted and that its item still needs it.

An item's accept rate is believed to be Beta(a, b). Draft n counts if it is accepted and fewer than `short` of the
n-1 before it were:

    m(n) = sum over k < short of BetaBin(k; n-1, a, b) * (a + k) / (a + b + n - 1)

Each term equals p * BetaBin(k; n-1, a+1, b) with p = a / (a + b), so m(n) is p times a distribution function, and
one more draft lowers that function by a single term. Walking n upwards therefore costs the same for every n,
however many keepers are short.
"""

import math
from collections.abc import Iterator
from itertools import islice, repeat


def needed(short: int, a: float, b: float) -> Iterator[float]:
    """Yield for draft 1, 2, ... the chance that it is still needed, given that it is accepted; it never rises."""
    yield from repeat(1.0, short)
    a, others = a + 1, short - 1
    # In logarithms: with thousands of keepers the first terms lie far below the smallest float.
    log_term = math.lgamma(a + others) - math.lgamma(a) + math.lgamma(a + b) - math.lgamma(a + b + others)
    chance, drafts = 1.0, others
    while True:
        chance -= math.exp(log_term) * (a + others) / (a + b + drafts)
        yield max(0.0, chance)
        log_term += math.log((drafts + 1) / (drafts + 1 - others) * (b + drafts - others) / (a + b + drafts))
        drafts += 1


def marginals(short: int, a: float, b: float) -> Iterator[float]:
    """Yield m(1), m(2), ..."""
    accepted = a / (a + b)
    return (accepted * chance for chance in needed(short, a, b))


def marginal(n: int, short: int, a: float, b: float) -> float:
    """m(n), for n from 1."""
    return next(islice(marginals(short, a, b), n - 1, None))


def drafts_worth(short: int, a: float, b: float, *, floor: float, limit: int) -> int:
    """The most drafts, up to `limit`, of which the last is still needed with a chance of at least `floor`."""
    for drafts, chance in enumerate(islice(needed(short, a, b), limit)):
        if chance < floor:
            return drafts
    return limit
