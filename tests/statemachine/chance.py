"""The dice of the stages, thrown by a seed: a world that is tried again comes to the same."""

from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from types import SimpleNamespace
from uuid import UUID

import pytest

from proofpress.stages import contention, packing, slots
from proofpress.stages import sweep as sweeping


@contextmanager
def seeded(seed: int) -> Iterator[None]:
    """Draw lots, names of jobs and the order of batches by a seed for as long as the block lasts."""
    dice = Random(seed)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(slots, "_lot", dice)
        patch.setattr(contention, "_lot", dice)
        patch.setattr(sweeping, "SystemRandom", lambda: dice)
        patch.setattr(packing, "uuid", SimpleNamespace(uuid4=lambda: UUID(int=dice.getrandbits(128))))
        yield
