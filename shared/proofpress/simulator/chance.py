"""Chance without memory: every draw follows from named things, never from order or time."""

import hashlib
import json
import random
from collections.abc import Mapping, Sequence
from statistics import NormalDist
from typing import TypeVar

T = TypeVar("T")
_TWO_TO_64 = 2.0**64


class Chance:
    """Draws for one subject, such as a request; the same subject and purpose always draw the same."""

    def __init__(self, *subject: object) -> None:
        self.key = hashlib.sha256(json.dumps(subject, ensure_ascii=False, default=str).encode()).hexdigest()

    def number(self, purpose: str) -> int:
        """A number from 0 to 2**64 - 1."""
        return int.from_bytes(hashlib.sha256(f"{self.key}/{purpose}".encode()).digest()[:8])

    def fraction(self, purpose: str) -> float:
        """A number from 0 up to, not including, 1."""
        return (self.number(purpose) >> 11) / 2.0**53

    def between(self, purpose: str, low: float, high: float) -> float:
        """A number between two bounds."""
        return low + (high - low) * self.fraction(purpose)

    def pick(self, purpose: str, options: Sequence[T]) -> T:
        """One of the options, all equally likely."""
        return options[self.number(purpose) % len(options)]

    def share(self, purpose: str, shares: Mapping[str, float]) -> str | None:
        """The name whose share of all draws this one falls into, or None for the rest."""
        left = self.fraction(purpose)
        for name, share in shares.items():
            left -= share
            if left < 0:
                return name
        return None

    def normal(self, purpose: str) -> float:
        """A draw from the standard normal distribution."""
        return NormalDist().inv_cdf((self.number(purpose) + 0.5) / (_TWO_TO_64 + 1))

    def rng(self, purpose: str) -> random.Random:
        """A generator for work that needs many draws, such as a picture."""
        return random.Random(self.number(purpose))  # noqa: S311 (pictures, not secrets)
