"""Contours: heights from left to right, as fractions of the picture's height from its top."""

import math
import random
from itertools import pairwise

Line = list[float]


def swell(rng: random.Random, level: float, height: float, waves: float = 1.5, points: int = 65) -> Line:
    """A smooth contour about a level, as dunes and waves have it; `waves` crests across the picture."""
    parts = [(waves * 1.9**step * rng.uniform(0.75, 1.25), rng.uniform(0, math.tau), 0.36**step) for step in range(2)]
    total = sum(weight for _, _, weight in parts)
    return [
        level + height * sum(w * math.sin(math.tau * f * i / (points - 1) + phase) for f, phase, w in parts) / total
        for i in range(points)
    ]


def ridge(rng: random.Random, level: float, height: float, octaves: int = 6, roughness: float = 0.52) -> Line:
    """A jagged contour by midpoint displacement, as mountains have it."""
    line = [rng.uniform(-0.6, 0.6), rng.uniform(-1, 1), rng.uniform(-1, 1), rng.uniform(-0.6, 0.6)]
    spread = 0.55
    for _ in range(octaves):
        finer = [line[0]]
        for left, right in pairwise(line):
            finer += [(left + right) / 2 + rng.uniform(-spread, spread), right]
        line, spread = finer, spread * roughness
    return [level + height * y for y in line]


def at(line: Line, x: float) -> float:
    """The height of a contour at a fraction of the width."""
    place = min(max(x, 0.0), 1.0) * (len(line) - 1)
    left = min(int(place), len(line) - 2)
    return line[left] + (line[left + 1] - line[left]) * (place - left)
