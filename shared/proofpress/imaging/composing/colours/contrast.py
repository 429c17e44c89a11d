"""WCAG 2 contrast: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio and #dfn-relative-luminance."""

from functools import cache

from PIL import Image, ImageColor

from proofpress.imaging.levels import Levels

_LARGE, _LARGE_BOLD = 24.0, 18.66
"""Pixels of type from which text is large: 18 and 14 points."""
_NORMAL_NEED, _LARGE_NEED = 4.5, 3.0
_TAIL = 0.01
"""Share of the pixels, on either side, that may be darker or lighter than what is counted: specks and noise."""
_WEIGHTS = (0.2126, 0.7152, 0.0722)


def needed(size: float, *, bold: bool) -> float:
    """The ratio that level AA asks for, by pixels of type (success criterion 1.4.3)."""
    return _LARGE_NEED if size >= (_LARGE_BOLD if bold else _LARGE) else _NORMAL_NEED


@cache
def luminance(colour: str) -> float:
    """Relative luminance, 0 to 1, of `#rrggbb`."""
    channels = ImageColor.getrgb(colour)[:3]
    return sum(weight * _linear(level) for weight, level in zip(_WEIGHTS, channels, strict=True))


def ratio(one: float, other: float) -> float:
    """Contrast of two luminances, 1 to 21."""
    light, dark = max(one, other), min(one, other)
    return (light + 0.05) / (dark + 0.05)


def contrast_on(ground: Image.Image, mask: Image.Image, colour: str) -> float:
    """The least contrast of a colour with the pixels of an RGB picture where the mask is not 0.

    Luminance is counted in 255 levels, and the neighbour on the worse side is taken: the true ratio is never below.
    """
    levels = Levels(ground.point(_LINEAR).convert("L", (*_WEIGHTS, 0)).histogram(mask))
    darkest = max(0, levels.percentile(_TAIL) - 1) / 255
    lightest = min(255, levels.percentile(1 - _TAIL) + 1) / 255
    own = luminance(colour)
    if darkest < own < lightest:
        return 1.0
    return min(ratio(own, darkest), ratio(own, lightest))


def _linear(level: int) -> float:
    value = level / 255
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4  # noqa: PLR2004


_LINEAR = [round(255 * _linear(level)) for level in range(256)] * 3
