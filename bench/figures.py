"""Figures of simulated batches, with how sure they are."""

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from bench.policies import Outcome


@dataclass(frozen=True)
class Measured:
    """A figure with the half-width of its 95 % interval over batches."""

    value: float
    margin: float


@dataclass(frozen=True)
class PolicyFigures:
    """Dollars per keeper, and percent of the wanted keepers that were delivered."""

    usd: Measured
    delivered: Measured


def figures_of(results: Sequence[Outcome]) -> PolicyFigures:
    """Figures of a policy over many batches."""
    keepers = [result.keepers for result in results]
    usd = _ratio([result.usd for result in results], keepers)
    delivered = _ratio([100.0 * count for count in keepers], [result.wanted for result in results])
    return PolicyFigures(usd, delivered)


def _ratio(above: Sequence[float], below: Sequence[int]) -> Measured:
    """A ratio of sums over batches; its error is that of the residuals (the delta method)."""
    ratio = sum(above) / sum(below)
    residuals = [a - ratio * b for a, b in zip(above, below, strict=True)]
    return Measured(ratio, 1.96 * statistics.stdev(residuals) * math.sqrt(len(residuals)) / sum(below))
