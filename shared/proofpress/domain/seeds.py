"""Seeds, by which the same request may bring the same picture."""

import hashlib

SEED_LIMIT = 2**31
"""Seeds stay below this: the API takes a signed 32-bit integer."""


def seed_from(text: str) -> int:
    """The seed that a text stands for: the same on every machine and in every rerun."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4]) % SEED_LIMIT
