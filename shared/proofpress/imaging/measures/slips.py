"""Did the decoder of a JPEG fall out of step?"""

from itertools import pairwise, takewhile

from PIL import Image, ImageChops

from proofpress.imaging.measures.subject import Figures, Subject

_BLOCK = 8
"""Lines of the fine view to a row of blocks: 16 pixels, as colour at half size makes them, decoded at half size."""
_JUMP = 3
"""Levels by which a step must exceed those beside it."""
_MASK = [0] * (_JUMP + 1) + [255] * (255 - _JUMP)
_PARTS = 32
_MOST = 153
"""Of 255: in three fifths of its columns a part of a line must jump to count."""


def measure_slips(subject: Subject) -> Figures:
    """`slipped`: 1 where the level jumps along one stair of blocks, from side to side.

    After flipped bits a decoder goes on with another base level: to the right of the place at the upper edge of its row
    of blocks, to the left at the lower one. A horizon is as wide, but has no stair in it, the less on the grid of blocks.
    """
    fine, container = subject.views.fine, subject.container
    if container.mime != "image/jpeg" or fine.height != -(-container.height // 2):
        return {"slipped": 0}
    lines = [[part >= _MOST for part in line] for line in _jumps(subject.fine_steps.down)]
    return {"slipped": int(any(_is_stair(upper, lower) for upper, lower in pairwise(lines)))}


def _jumps(down: Image.Image) -> list[bytes]:
    """For every line between two rows of blocks, how much of each part of it jumps, 0 to 255."""
    width, height = down.size
    around = ImageChops.lighter(down.crop((0, 0, width, height - 2)), down.crop((0, 2, width, height)))
    alone = ImageChops.subtract(down.crop((0, 1, width, height - 1)), around).point(_MASK)
    count = (alone.height - 2) // _BLOCK
    # The nearest of eight lines is the fifth, so two are cut off for the seventh, on the edge of the blocks.
    lines = alone.resize((width, count), Image.Resampling.NEAREST, box=(0, 2, width, 2 + count * _BLOCK))
    parts = lines.resize((_PARTS, count), Image.Resampling.BOX).tobytes()
    return [parts[start : start + _PARTS] for start in range(0, len(parts), _PARTS)]


def _is_stair(upper: list[bool], lower: list[bool]) -> bool:
    """Whether one line jumps from some place on to the right, and the next one as far from the left."""
    right, left = _run(upper[::-1]), _run(lower)
    return 0 < right < _PARTS and left > 0 and abs(right + left - _PARTS) <= 1


def _run(parts: list[bool]) -> int:
    return sum(1 for _ in takewhile(bool, parts))
