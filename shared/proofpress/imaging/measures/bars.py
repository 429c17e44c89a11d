"""Do plain bars lie along the sides?"""

from typing import NamedTuple

from PIL import Image, ImageChops

from proofpress.imaging.levels import levels
from proofpress.imaging.measures.subject import Figures, Subject

_SAME = 6
"""Levels by which compression may change a plain colour."""
_MASK = [0] * (_SAME + 1) + [255] * (255 - _SAME)
_JUMP = 12
"""Levels between a bar and what lies beyond, within `_NEAR` lines: a sky that grows dark towards the top has no edge."""
_BEYOND = [0] * (_JUMP + 1) + [255] * (255 - _JUMP)
_STRAIGHT = 0.5
"""Share of a side along which the inner edge of a bar must show; beside a dark bar, a dark part of the picture
does not."""
_RULED = 0.93
"""The same for a bar on one side alone: trees rise from a black foreground."""
_NEAR = 3
"""Lines of the coarse view beyond the edge that are looked at."""
_MOST = 0.45
_FRAME = 0.2
"""Bars on all four sides are a frame up to this share; more is room around a subject."""
_STRIP = 0.25
"""The same for a bar of any colour on one side."""
_UNEVEN = 3
_EXACT = 4
_BLEED = 4
"""Lines of the coarse view as far as a JPEG's colour runs over an edge: half a block of sixteen pixels, and two more."""
_VARIED = 30
"""Levels of luma along the inner edge, between its 5 and 95 percentiles."""
_BLACK, _WHITE, _GREY = 24, 235, 128
_DEAD_BLACK = 2


Colour = tuple[int, int, int]
_Box = tuple[int, int, int, int]


class _Bar(NamedTuple):
    """A plain strip along one side."""

    share: float
    """Of the side across."""
    straight: float
    """Share of its inner edge beyond which something of other luma begins at once."""
    coloured: float
    """The same by colour: a blue bar may be as light as the red cloth beyond, but so may a lake below a wood."""
    colour: Colour
    stuck_on: bool = False
    """Whether it is of one exact colour, and something varied begins beyond all of its edge at once: no floor or sky is."""

    @property
    def is_ruled(self) -> bool:
        """Whether its inner edge runs along all of the side."""
        return self.straight >= _RULED

    @property
    def is_usual(self) -> bool:
        """Black, white or exact mid-grey: what bars are made of, and floors and skies seldom."""
        low, high = min(self.colour), max(self.colour)
        return high <= _BLACK or low >= _WHITE or _GREY - 1 <= low <= high <= _GREY + 1


def measure_bars(subject: Subject) -> Figures:
    """Shares of the sides that plain bars take, and of the height that is missing at the bottom.

    `bar_pair` is the thinner of two like bars on opposite sides, `bar_single` a black, white, grey or stuck-on bar on one side,
    `tail` what a decoder leaves grey or black where data end early.
    """
    left, top, right, bottom = _bars(subject.views.grey, subject.views.coarse)
    pairs = _pair(left, right), _pair(top, bottom)
    pair = max(pairs) if not all(pairs) or max(pairs) <= _FRAME else 0.0
    tail = 0.0 if pair else _tail(bottom)
    single = 0.0 if pair or tail else max(map(_single, (left, top, right, bottom)))
    return {"bar_pair": round(pair, 3), "bar_single": round(single, 3), "tail": round(tail, 3)}


def _single(bar: _Bar) -> float:
    usual = bar.is_ruled and bar.is_usual and bar.share <= _MOST
    return bar.share if usual or (bar.stuck_on and bar.share <= _STRIP) else 0.0


def _pair(one: _Bar, other: _Bar) -> float:
    """How thick two bars are that belong together; beside a dark picture one may seem thicker than it is."""
    thin, thick = sorted((one, other), key=lambda bar: bar.share)
    if not thin.share or max(abs(a - b) for a, b in zip(one.colour, other.colour, strict=True)) > _SAME:
        return 0.0
    even = thick.share <= min(_MOST, _UNEVEN * thin.share) and min(one.coloured, other.coloured) >= _STRAIGHT
    return thin.share if even or (thin.is_ruled and thin.is_usual) else 0.0


def _tail(bottom: _Bar) -> float:
    """Exact mid-grey is what libjpeg fills with; black is what others do, and needs a ruled edge to tell."""
    grey = all(abs(level - _GREY) <= 1 for level in bottom.colour) and bottom.coloured >= _STRAIGHT
    black = max(bottom.colour) <= _DEAD_BLACK and bottom.coloured >= _RULED
    return bottom.share if grey or black else 0.0


def _bars(grey: Image.Image, coarse: Image.Image) -> tuple[_Bar, _Bar, _Bar, _Bar]:
    """Left, top, right and bottom."""
    width, height = grey.size
    first, last = _unlike(grey, coarse, 0, 0), _unlike(grey, coarse, width - 1, height - 1)
    left, top, _, _ = first.box
    _, _, right, bottom = last.box
    return (
        first.bar(left / width, coarse, (0, 0, left - _BLEED, height), (left, 0, left + _NEAR, height)),
        first.bar(top / height, coarse, (0, 0, width, top - _BLEED), (0, top, width, top + _NEAR)),
        last.bar(1 - right / width, coarse, (right + _BLEED, 0, width, height), (right - _NEAR, 0, right, height)),
        last.bar(1 - bottom / height, coarse, (0, bottom + _BLEED, width, height), (0, bottom - _NEAR, width, bottom)),
    )


class _Unlike(NamedTuple):
    """Where a picture differs in luma from one of its corners, which has this colour."""

    box: _Box
    colour: Colour

    def bar(self, share: float, coarse: Image.Image, inside: _Box, edge: _Box) -> _Bar:
        """A bar with the strip that lies beyond its inner edge, in colour."""
        if not share:
            return _Bar(0, 0, 0, self.colour)
        beyond = coarse.crop(edge)
        ground, luma = Image.new("RGB", beyond.size, self.colour), beyond.convert("L")
        red, green, blue = ImageChops.difference(beyond, ground).split()
        straight = _ruled(ImageChops.difference(luma, ground.convert("L")))
        coloured = _ruled(ImageChops.lighter(ImageChops.lighter(red, green), blue))
        stuck_on = straight >= _STRAIGHT and coloured >= _RULED and _is_exact(coarse, inside) and _varies(luma)
        return _Bar(share, straight, coloured, self.colour, stuck_on)


def _is_exact(coarse: Image.Image, inside: _Box) -> bool:
    left, top, right, bottom = inside
    if right <= left or bottom <= top:
        return False
    return all(channel.highest - channel.lowest <= _EXACT for channel in levels(coarse.crop(inside)))


def _varies(luma: Image.Image) -> bool:
    """Whether the line in the middle of a strip has light and dark parts."""
    along = levels(_lines(luma)[_NEAR // 2])[0]
    return along.percentile(0.95) - along.percentile(0.05) >= _VARIED


def _unlike(grey: Image.Image, coarse: Image.Image, x: int, y: int) -> _Unlike:
    box = x, y, x + 1, y + 1
    difference = ImageChops.difference(grey, Image.new("L", grey.size, grey.crop(box).tobytes()[0]))
    unlike = difference.point(_MASK).getbbox() or (0, 0, *grey.size)
    red, green, blue = coarse.crop(box).tobytes()
    return _Unlike(unlike, (red, green, blue))


def _ruled(difference: Image.Image) -> float:
    """The largest share of any line along a strip that differs from the bar."""
    return max(line.histogram()[-1] / line.width for line in _lines(difference.point(_BEYOND)))


def _lines(strip: Image.Image) -> list[Image.Image]:
    """The lines that run along a strip."""
    along = strip if strip.width > strip.height else strip.transpose(Image.Transpose.TRANSPOSE)
    return [along.crop((0, line, along.width, line + 1)) for line in range(along.height)]
