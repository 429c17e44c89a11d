"""Colour of the texts and strength of the shade: the weakest shade that makes the most wanted colour legible."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from statistics import fmean

from PIL import Image

from proofpress.domain.designs import BrandColours
from proofpress.imaging.composing.colours.contrast import contrast_on, luminance, needed, ratio
from proofpress.imaging.composing.colours.inks import Inked, lines_of
from proofpress.imaging.composing.layout.members import Placed

_STEPS = 16
_AGAINST = 0.4
"""In parts of a shade's range."""


@dataclass(frozen=True)
class Scrim:
    """A shade's coverage over the whole banner, and how strong it may be."""

    mask: Image.Image
    least: float
    most: float

    def opacity(self, strength: float) -> float:
        """Its opacity where its mask is full."""
        return self.least + strength * (self.most - self.least)

    def over(self, part: Image.Image, corners: tuple[int, int, int, int], colour: str, strength: float) -> Image.Image:
        """Part of a banner, at some corners, with the shade over it."""
        opacity = self.opacity(strength)
        if not opacity:
            return part
        shaded = part.copy()
        shaded.paste(colour, (0, 0), self.mask.crop(corners))
        return Image.blend(part, shaded, opacity)


@dataclass(frozen=True)
class Choice:
    """What was decided."""

    colour: str
    scrim_colour: str
    strength: float
    worst: float
    """The least contrast in parts of what is needed; 1 and more is legible."""


class Legibility:
    """The texts that share a colour, over a ground and its shades."""

    def __init__(
        self, ground: Image.Image, scrims: Sequence[Scrim], placed: Sequence[Placed], brand: BrandColours
    ) -> None:
        self._ground = ground
        self._scrims = scrims
        self._brand = brand
        self._lines = [
            (line, needed(one.sized.paragraph.size, bold=one.sized.paragraph.voice.bold))
            for one in placed
            if one.sized.paragraph
            for line in lines_of(one)
        ]

    def choose(self) -> Choice:
        """The first colour that a shade makes legible; the best of all where none is.

        A brand that has no order of colours gets paper or ink, whichever needs the weaker shade; rather paper on a dark
        picture and ink on a light one, so that a night is not veiled in white.
        """
        colours = self._brand.text
        ends = [self._weakest(colour) for colour in (self._brand.paper, self._brand.ink) if colour not in colours]
        ends.sort(key=lambda choice: (choice.worst < 1, choice.strength + self._against(choice.colour), -choice.worst))
        best = None
        for choice in chain(map(self._weakest, colours), ends):
            if choice.worst >= 1:
                return choice
            best = max(best or choice, choice, key=lambda one: one.worst)
        return best or Choice(self._brand.ink, self._brand.paper, 0.0, 1.0)

    def _against(self, colour: str) -> float:
        """What a colour is put back by where it is nearer to most of the ground than its opposite is."""
        ground = self._mean
        near, far = luminance(colour), luminance(opposite(colour, self._brand))
        return _AGAINST if ratio(near, ground) < ratio(far, ground) else 0.0

    @cached_property
    def _mean(self) -> float:
        pixels = [self._ground.crop(line.corners).resize((1, 1), Image.Resampling.BOX) for line, _ in self._lines]
        return fmean(luminance(f"#{pixel.tobytes().hex()}") for pixel in pixels) if pixels else 0.5

    def _weakest(self, colour: str) -> Choice:
        """By halving: a stronger shade never makes its opposite less legible."""
        steps = [step / _STEPS for step in range(_STEPS + 1)] if self._scrims else [0.0]
        scrim_colour = opposite(colour, self._brand)
        first, end = 0, len(steps) - 1
        while first < end:
            middle = (first + end) // 2
            if self._is_legible(colour, steps[middle]):
                end = middle
            else:
                first = middle + 1
        return Choice(colour, scrim_colour, steps[first], self._worst(colour, steps[first]))

    def _is_legible(self, colour: str, strength: float) -> bool:
        scrim_colour = opposite(colour, self._brand)
        return all(
            contrast_on(self._under(line, scrim_colour, strength), line.under, colour) >= need
            for line, need in self._lines
        )

    def _worst(self, colour: str, strength: float) -> float:
        scrim_colour = opposite(colour, self._brand)
        return min(
            (
                contrast_on(self._under(line, scrim_colour, strength), line.under, colour) / need
                for line, need in self._lines
            ),
            default=1.0,
        )

    def _under(self, line: Inked, scrim_colour: str, strength: float) -> Image.Image:
        """The ground below a line with the shades over it."""
        corners = line.corners
        crop = self._ground.crop(corners)
        for scrim in self._scrims:
            crop = scrim.over(crop, corners, scrim_colour, strength)
        return crop


def opposite(colour: str, brand: BrandColours) -> str:
    """Paper or ink, whichever a colour is seen better on."""
    own = luminance(colour)
    return max((brand.ink, brand.paper), key=lambda other: ratio(own, luminance(other)))
