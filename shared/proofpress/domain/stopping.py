"""When to say that a prompt is bad, and how sure a measured accept rate is."""

import math

GOOD_ENOUGH = 0.2
"""A prompt accepted this often is worth going on with."""

BAD_SHARE = 0.25
"""A prompt is bad where its accept rate is a quarter of what is good enough: one in twenty."""

FALSE_STOPS = 0.01
"""Most prompts that are good enough but called bad, however often the verdicts are looked at."""


def looks_hopeless(accepted: int, rejected: int, good_enough: float = GOOD_ENOUGH) -> bool:
    """Whether the pooled verdicts on one prompt say that it is bad.

    Wald's sequential probability ratio test (1945) of a bad accept rate against one that is good enough: each
    rejection adds ln((1 - bad) / (1 - good)), each accept adds ln(bad / good), and ln 100 stops. The sum is not
    held at zero: early accepts go on counting for the prompt. It takes 27 rejections in a row at 0.2.
    """
    bad = BAD_SHARE * good_enough
    evidence = rejected * math.log((1 - bad) / (1 - good_enough)) + accepted * math.log(BAD_SHARE)
    return evidence >= -math.log(FALSE_STOPS)


def hopeless_message(accepted: int, rejected: int, good_enough: float = GOOD_ENOUGH) -> str:
    """What a person must know and do once a prompt looks hopeless."""
    _, high = wilson(accepted, accepted + rejected)
    return (
        f"{accepted} of {accepted + rejected} drafts were accepted (at most {high:.0%}, with 95% confidence), "
        f"far from the {good_enough:.0%} that make a prompt worth going on with: revisit the prompt or the rubric."
    )


def wilson(k: float, n: float, z: float = 1.96) -> tuple[float, float]:
    """Wilson's score interval (1927) of a rate after k successes in n trials; z = 1.96 is 95 %.

    (0, 1) without trials. Trials that are weighed need not be whole.
    """
    if n == 0:
        return 0.0, 1.0
    rate, weight = k / n, z * z / n
    middle = rate + weight / 2
    spread = z * math.sqrt(rate * (1 - rate) / n + weight / (4 * n))
    return max(0.0, (middle - spread) / (1 + weight)), min(1.0, (middle + spread) / (1 + weight))
