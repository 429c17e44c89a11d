"""Did the decoder of a JPEG fall out of step?"""

from itertools import pairwise

from PIL import Image, ImageChops

from proofpress.imaging.measures.subject import Figures, Subject

_BLOCK = 8
"""Lines of the fine view to a row of blocks: 16 pixels, as colour at half size makes them, decoded at half size."""
_JUMP = 3
"""Levels by which a step must exceed those beside it."""
_MASK = [0] * (_JUMP + 1) + [255] * (255 - _JUMP)
_PARTS = 32
_FEW = 8
"""One part in so many may be other than its run."""
_MOST = 153
"""Of 255: in three fifths of its columns a part of a line must jump to count."""
_JUMPS = [0] * _MOST + [1] * (256 - _MOST)
_LEAST = _PARTS - _PARTS // _FEW
"""Parts that jump in both lines of a stair together."""


def measure_slips(subject: Subject) -> Figures:
    """`slipped`: 1 where the level jumps along one stair of blocks, from side to side.

    After flipped bits a decoder goes on with another base level: to the right of the place at the upper edge of its row
    of blocks, to the left at the lower one. A horizon is as wide, but has no stair in it, the less on the grid of blocks.
    """
    fine, container = subject.views.native, subject.container
    if container.mime != "image/jpeg" or fine.height != -(-container.height // 2) or not _may_be_stair(fine):
        return {"slipped": 0}
    return {"slipped": int(any(_is_stair(upper, lower) for upper, lower in pairwise(_jumps(fine, _PARTS))))}


def _may_be_stair(fine: Image.Image) -> bool:
    """Whether one line jumps at its right end and the next one at its left: few pixels, and in most pictures none does."""
    ends = fine.width // _FEW
    right = _jumps(fine.crop((fine.width - ends, 0, *fine.size)), 1)
    if b"\1" not in right:
        return False
    left = _jumps(fine.crop((0, 0, ends, fine.height)), 1)
    return any(upper[0] and lower[0] for upper, lower in zip(right, left[1:], strict=False))


def _jumps(fine: Image.Image, count: int) -> list[bytes]:
    """For every line between two rows of blocks, which parts of it jump in luma or in any colour: 1, or 0."""
    before, last, first, after = (_every_eighth(fine, offset) for offset in (-2, -1, 0, 1))
    around = ImageChops.lighter(ImageChops.difference(before, last), ImageChops.difference(first, after))
    alone = ImageChops.subtract(ImageChops.difference(last, first), around).point(_MASK * 3)
    one, two, three = alone.resize((count, alone.height), Image.Resampling.BOX).split()
    parts = ImageChops.lighter(ImageChops.lighter(one, two), three).point(_JUMPS).tobytes()
    return [parts[start : start + count] for start in range(0, len(parts), count)]


def _every_eighth(fine: Image.Image, offset: int) -> Image.Image:
    """The rows that lie so many rows below the first of each row of blocks but the uppermost."""
    count, top = (fine.height - _BLOCK) // _BLOCK, _BLOCK // 2 + offset
    box = (0, top, fine.width, top + count * _BLOCK)
    return fine.resize((fine.width, count), Image.Resampling.NEAREST, box=box)


def _is_stair(upper: bytes, lower: bytes) -> bool:
    """Whether one line jumps from some place on to the right, and the next one from the left up to there."""
    if upper[0] or lower[-1] or sum(upper) + sum(lower) < _LEAST:
        return False
    return any(
        _all_but_few(upper[place:], 1)
        and _all_but_few(lower[:place], 1)
        and _all_but_few(upper[: place - 1], 0)
        and _all_but_few(lower[place + 1 :], 0)
        for place in range(1, _PARTS)
    )


def _all_but_few(parts: bytes, wanted: int) -> bool:
    """An edge of the picture or a burnt-out patch may hide the jump here and there, or look like one."""
    return (len(parts) - parts.count(wanted)) * _FEW <= len(parts)
