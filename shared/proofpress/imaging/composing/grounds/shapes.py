"""Masks of rectangles with round corners, and of shades that fade out; each made once."""

from functools import lru_cache

from PIL import Image, ImageDraw, ImageOps

from proofpress.domain.designs.layers import Edge

_FINE = 4
"""Times finer than the mask that corners are drawn."""
_SOLID = 0.45
"""Part of a fading shade that stays at full strength."""
_KEPT = 64


@lru_cache(_KEPT)
def rounded(size: tuple[int, int], radius: float) -> Image.Image:
    """A filled rectangle as coverage."""
    width, height = size
    radius = min(radius, width / 2, height / 2)
    if radius < 1:
        return Image.new("L", size, 255)
    corner = round(radius * _FINE)
    disc = Image.new("L", (2 * corner, 2 * corner))
    ImageDraw.Draw(disc).ellipse((0, 0, 2 * corner - 1, 2 * corner - 1), fill=255)
    side = max(1, corner // _FINE)
    small = disc.resize((2 * side, 2 * side), Image.Resampling.BOX)
    mask = Image.new("L", size, 255)
    for x, left in ((0, 0), (width - side, side)):
        for y, top in ((0, 0), (height - side, side)):
            mask.paste(small.crop((left, top, left + side, top + side)), (x, y))
    return mask


@lru_cache(_KEPT)
def shade(size: tuple[int, int], fade: Edge | None, radius: float, *, mirrored: bool) -> Image.Image:
    """Coverage of a scrim: even, or full at one side and fading towards the other."""
    if fade is None or fade is Edge.CENTER:
        return rounded(size, radius)
    ramp = Image.linear_gradient("L").point(_FALL)
    if fade is Edge.BOTTOM:
        return ramp.resize(size, Image.Resampling.BICUBIC)
    if fade is Edge.TOP:
        return ImageOps.flip(ramp).resize(size, Image.Resampling.BICUBIC)
    sideways = ramp.transpose(Image.Transpose.ROTATE_90)
    right = (fade is Edge.END) != mirrored
    return (sideways if right else ImageOps.mirror(sideways)).resize(size, Image.Resampling.BICUBIC)


def _fall(level: int) -> int:
    """From full strength to none with no visible beginning or end (smoothstep)."""
    part = max(0.0, (level / 255 - _SOLID) / (1 - _SOLID))
    return round(255 * (1 - part * part * (3 - 2 * part)))


_FALL = [_fall(level) for level in range(256)]
