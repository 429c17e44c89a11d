"""The short run, without Atheris: seeds bent at random, under bounds of memory and time."""

import random
from functools import cache
from math import ceil
from pathlib import Path

from fuzz.limits import limit_memory, limited_time
from fuzz.mutation import mutated
from fuzz.target import Target

_limited = cache(limit_memory)
"""Once for a process: what targets before this one took is no excuse."""


def run(target: Target, runs: int, seed: str, folder: Path) -> int:
    """Try a target, and say on how many inputs; what breaks it lies in the folder, and is raised."""
    chance = random.Random(f"{target.name} {seed}")  # noqa: S311 - not for secrets
    for seed_bytes in target.seeds:
        target.try_on(seed_bytes)
    _limited()
    count = ceil(runs * target.share)
    for _ in range(count):
        data = mutated(chance, target.seeds)
        try:
            with limited_time():
                target.try_on(data)
        except BaseException:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / f"{target.name}-finding").write_bytes(data)
            raise
    return count
