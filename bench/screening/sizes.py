"""Sizes that models really return, which are not always those of the price list."""

from dataclasses import dataclass
from random import Random
from typing import Final

Size = tuple[int, int]


@dataclass(frozen=True)
class Frame:
    """What was asked, and the pixels that came."""

    ratio: str
    size: Size
    image_size: str = "1K"


FRAMES: Final = (
    Frame("1:1", (1024, 1024)),
    Frame("16:9", (1376, 768)),
    Frame("16:9", (1344, 768)),
    Frame("9:16", (768, 1376)),
    Frame("9:16", (768, 1344)),
    Frame("4:5", (896, 1152)),
    Frame("5:4", (1152, 896)),
    Frame("3:4", (896, 1200)),
    Frame("4:3", (1200, 896)),
    Frame("4:3", (1184, 864)),
    Frame("3:2", (1248, 832)),
    Frame("2:3", (848, 1264)),
    Frame("21:9", (1584, 672)),
    Frame("4:1", (2048, 512)),
    Frame("1:4", (512, 2048)),
    Frame("8:1", (3072, 384)),
    Frame("1:8", (384, 3072)),
)
"""Up to 3 % from the ratio that was asked: 896 x 1152 for 4:5, 3072 x 384 for 8:1."""
_EXTREME: Final = 3.0
_ENLARGED: Final = 1.1


def fits(frame: Frame, width: float, height: float) -> bool:
    """Whether a photograph of these pixels can be cropped to the frame: not to a strip, and not blown up."""
    wide, high = frame.size
    return max(wide, high) / min(wide, high) < _EXTREME and max(wide / width, high / height) <= _ENLARGED


def frame_for(rng: Random, width: float = 0.0, height: float = 0.0) -> Frame:
    """A frame by lot; of those that a photograph of these pixels fits, if one is given."""
    return rng.choice([frame for frame in FRAMES if not width or fits(frame, width, height)])
