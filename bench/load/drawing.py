"""A model that draws and judges at once, for counting what else is done: its pictures differ, and pass the screen."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

from PIL import Image as Pillow

from proofpress.domain.catalog import Catalog
from proofpress.domain.instructions import Instruction, Purpose, ReviewQuestion
from proofpress.domain.pricing import Usage
from proofpress.ports import Image, Opinion, Picture

_ACROSS: Final = 16
"""Squares a side: enough that no two pictures are near duplicates."""
_ACCEPTED: Final = 0.4
_DRAWN: Final = Usage(text_in=20, image_out=1_120)
_LOOKED: Final = Usage(text_in=1_300, text_out=60)


@dataclass(frozen=True)
class DrawnModels:
    """Draws squares by seed, accepts by the label of the attempt, and shows a draft again as its final."""

    catalog: Catalog

    def generate(self, instruction: Instruction, images: Sequence[Image], *, attempt: str) -> Picture:
        """A JPEG of the size that was asked for."""
        del attempt
        final = instruction.purpose is Purpose.FINAL and images
        data = images[-1].data if final else _squares(instruction.seed, self.catalog.pixels[instruction.aspect_ratio])
        return Picture(data, "image/jpeg", "image/jpeg", _DRAWN, 0.1)

    def review(self, question: ReviewQuestion, image: Image, *, attempt: str) -> Opinion:
        """A score by chance, the same for the same attempt."""
        del question, image
        accepted = Random(attempt).random() < _ACCEPTED
        return Opinion(float(accepted), ("drawn by lot",), _LOOKED, 0.1)


def _squares(seed: int, size: tuple[int, int]) -> bytes:
    chance = Random(seed)
    small = Pillow.frombytes("RGB", (_ACROSS, _ACROSS), bytes(chance.randrange(20, 236) for _ in range(3 * _ACROSS**2)))
    out = io.BytesIO()
    small.resize(size, Pillow.Resampling.NEAREST).save(out, "JPEG", quality=60)
    return out.getvalue()
