"""Kinds of batches, and prompts whose drafts fall out the same for every policy that asks for them."""

import math
import random
from bisect import bisect_right
from collections.abc import Callable
from typing import Final


class Prompt:
    """A prompt with its true accept rate; which of its drafts are accepted is settled by the seed alone."""

    def __init__(self, rate: float, seed: int) -> None:
        self.rate = rate
        self._random = random.Random(seed)
        self._hits: list[int] = []

    def drafts_for(self, keepers: int) -> int:
        """Drafts that must be made, one at a time, to get this many accepted."""
        while len(self._hits) < keepers:
            self._draw()
        return self._hits[keepers - 1]

    def accepted(self, drafts: int) -> int:
        """Accepted ones among the first drafts."""
        while not self._hits or self._hits[-1] < drafts:
            self._draw()
        return bisect_right(self._hits, drafts)

    def _draw(self) -> None:
        misses = math.log(1 - self._random.random()) / math.log1p(-self.rate)
        self._hits.append((self._hits[-1] if self._hits else 0) + 1 + int(misses))


def _beta(a: float, b: float) -> Callable[[random.Random], float]:
    return lambda chance: chance.betavariate(a, b)


def _broken(chance: random.Random) -> float:
    return chance.betavariate(5, 5) if chance.random() < 0.8 else chance.betavariate(1, 49)


MIXES: Final[dict[str, Callable[[random.Random], float]]] = {
    "easy": _beta(7, 3),
    "mid": _beta(3.5, 6.5),
    "mixed": _beta(1.4, 2.6),
    "hard": _beta(1, 9),
    "broken": _broken,
}
"""Accept rates of a batch's prompts; in the last, a fifth of them hardly ever works."""


def draw_batch(mix: str, prompts: int, seed: int) -> list[Prompt]:
    """The prompts of one batch; a seed always gives the same ones, with the same drafts."""
    chance = random.Random(seed)
    rates = [min(max(MIXES[mix](chance), 1e-9), 1 - 1e-9) for _ in range(prompts)]
    return [Prompt(rate, chance.getrandbits(64)) for rate in rates]
