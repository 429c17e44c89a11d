"""Dollars per keeper of the planner (C), against a fixed 3x (A) and an oracle (D), beside the published figures.

The planner is the product's own code. All policies meet the same prompts with the same drafts, so their
differences are far surer than the figures themselves. Nothing is drawn, called or paid.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Final

from bench.figures import PolicyFigures, figures_of
from bench.mixes import draw_batch
from bench.policies import POLICIES, Outcome
from bench.published import PUBLISHED, Published
from bench.sections import Section


@dataclass(frozen=True)
class Size:
    """How much is simulated for one number of wanted keepers."""

    prompts: int
    """Prompts in a batch, which share a prior."""
    batches: int


# The study does not say how many prompts its batches had. Only the hard mix tells: these fit it best.
SIZES: Final = {1: Size(100, 800), 5: Size(40, 1500), 100: Size(10, 1500)}


@dataclass(frozen=True)
class Cell:
    """One mix at one number of wanted keepers."""

    mix: str
    want: int
    policies: dict[str, PolicyFigures]
    regret: float
    """Percent by which C loses more than D."""
    published: Published
    usd_points: float
    """C's dollars per keeper above the published ones, in percent."""
    delivered_points: float
    usd_points_beside_a: float
    """The same of C's dollars over A's: both columns of the study saw the same prompts, so their luck cancels."""
    delivered_points_beside_a: float


def measure(mix: str, want: int, scale: float = 1.0) -> Cell:
    """Simulate one cell of the table; `scale` multiplies the number of batches."""
    size, published = SIZES[want], PUBLISHED[mix, want]
    outcomes: dict[str, list[Outcome]] = {name: [] for name in POLICIES}
    for seed in range(max(2, round(size.batches * scale))):
        prompts = draw_batch(mix, size.prompts, seed)
        for name, policy in POLICIES.items():
            outcomes[name].append(policy(prompts, want))
    figures = {name: figures_of(results) for name, results in outcomes.items()}
    losses = {name: sum(result.loss for result in results) for name, results in outcomes.items()}
    a, c = figures["A"], figures["C"]
    dollars, delivered = c.usd.value / published.c_usd, c.delivered.value - published.c_delivered
    return Cell(
        mix,
        want,
        figures,
        regret=100 * (losses["C"] / losses["D"] - 1),
        published=published,
        usd_points=100 * (dollars - 1),
        delivered_points=delivered,
        usd_points_beside_a=100 * (dollars * published.a_usd / a.usd.value - 1),
        delivered_points_beside_a=delivered - (a.delivered.value - published.a_delivered),
    )


def _line(cell: Cell) -> str:
    columns = [f"{cell.mix:6} {cell.want:4}"]
    for figures in cell.policies.values():
        usd, delivered = figures.usd, figures.delivered
        columns.append(f"{usd.value:.4f} ±{usd.margin:.4f} {delivered.value:5.1f} ±{delivered.margin:.1f}")
    columns.append(f"{cell.published.c_usd:.3f} {cell.published.c_delivered:5.1f}")
    columns.append(f"{cell.usd_points:+4.1f} {cell.delivered_points:+4.1f}")
    columns.append(f"{cell.usd_points_beside_a:+4.1f} {cell.delivered_points_beside_a:+4.1f}")
    columns.append(f"{cell.regret:4.1f} {cell.published.c_regret:4.1f}")
    return " | ".join(columns)


_INTRODUCTION: Final = """\
Dollars per keeper and percent delivered, each ± its 95% interval. Then row C as published, and C against it
in percent of dollars and in points delivered: as it is, and relative to A, whose prompts the study shared.
Last, by how many percent C loses more than D, here and as published.
"""

_HEADS: Final = (
    f"{'mix':6} want",
    f"{'A: 3x once':25}",
    f"{'C: the planner':25}",
    f"{'D: the oracle':25}",
    f"{'published':11}",
    "C - publ.",
    "beside A ",
    "regret",
)


def section(*, quick: bool) -> Section:
    """Measure, and lay out; `quick` takes a tenth of the batches."""
    cells = [measure(mix, want, 0.1 if quick else 1.0) for mix, want in PUBLISHED]
    lines = [" | ".join(_HEADS), *map(_line, cells)]
    text = "\n".join([_INTRODUCTION, *lines, "", _summary(cells)])
    return Section("economics", "Dollars per keeper", text, [asdict(cell) for cell in cells])


def _summary(cells: Sequence[Cell]) -> str:
    plain = sum(abs(cell.usd_points) <= 2 and abs(cell.delivered_points) <= 2 for cell in cells)
    beside = sum(abs(cell.usd_points_beside_a) <= 2 and abs(cell.delivered_points_beside_a) <= 2 for cell in cells)
    return f"within 2 points of the published row C: {plain} of {len(cells)} cells, {beside} relative to A"
