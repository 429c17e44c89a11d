"""Print what a keeper costs: the models, and everything else at list prices.

Usage: python -m tools.cost

Counts are those of tools/cost/measured.toml, prices those of tools/cost/prices.toml: both say where they are from.
"""

from decimal import Decimal

from tools.cost.model import lines, models
from tools.cost.tables import measured, prices


def main() -> None:
    """The table of docs/scale.md, in its form."""
    counts, costs = measured(), prices()
    crowded, alone = lines(counts, costs, crowded=True), lines(counts, costs, crowded=False)
    print("| what, for a keeper | how much | instances full | a delivery an instance |\n|---|---|---|---|")
    for line in models(counts):
        print(f"| {line.what} | {line.amount} | {_usd(line.usd)} | {_usd(line.usd)} |")
    for full, most in zip(crowded, alone, strict=True):
        amount = full.amount if full.amount == most.amount else f"{full.amount} to {most.amount}"
        print(f"| {full.what} | {amount} | {_usd(full.usd)} | {_usd(most.usd)} |")
    paid = sum((line.usd for line in models(counts)), Decimal(0))
    besides = [sum((line.usd for line in each), Decimal(0)) for each in (crowded, alone)]
    print(f"| **besides the models** | | **{_usd(besides[0])}** | **{_usd(besides[1])}** |")
    print(f"| their share of the whole | | {_share(besides[0], paid)} | {_share(besides[1], paid)} |")


def _usd(usd: Decimal) -> str:
    return f"${usd:.6f}" if usd < Decimal("0.01") else f"${usd:.4f}"


def _share(part: Decimal, rest: Decimal) -> str:
    return f"{100 * part / (part + rest):.2f} %"


if __name__ == "__main__":
    main()
