"""The figures that the page draws: bars and the interval of the accept rate, in percent of their width."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from proofpress.domain.money import ZERO
from proofpress.reporting.numbers import Dollars, WouldHaveCost

_STAGES = {"draft": "drafts", "review": "review", "render": "finals"}


@dataclass(frozen=True)
class Bar:
    """One horizontal bar."""

    label: str
    usd: Decimal
    width: float
    """Percent of the longest bar, or of the whole where bars lie in a row."""
    note: str = ""


def ways(spent: Decimal, otherwise: WouldHaveCost) -> list[Bar]:
    """What was spent, beside what the same keepers would have cost otherwise; empty where nothing can be compared."""
    others = [
        ("3 drafts a keeper, all at once", otherwise.fixed_multiple),
        ("final model alone", otherwise.final_alone),
    ]
    known = [(label, usd) for label, usd in others if usd]
    if not known or not spent:
        return []
    longest = max(spent, *(usd for _, usd in known))
    bars = [Bar("this batch", spent, _percent(spent, longest))]
    bars += [Bar(label, usd, _percent(usd, longest), _difference(spent, usd)) for label, usd in known]
    return bars


def stages(usd: Dollars) -> list[Bar]:
    """How the dollars spent divide among the stages."""
    parts: Sequence[tuple[str, Decimal]] = list(usd.by_stage.items())
    return [Bar(_STAGES.get(stage, stage), part, _percent(part, usd.spent)) for stage, part in parts if part]


def _percent(part: Decimal, whole: Decimal) -> float:
    return round(float(100 * part / whole), 2) if whole > ZERO else 0.0


def _difference(spent: Decimal, other: Decimal) -> str:
    share = float((other - spent) / spent)
    return f"{abs(share):.0%} {'more' if share >= 0 else 'less'}"
