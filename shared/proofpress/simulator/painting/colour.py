"""Colours as red, green and blue from 0 to 255, and how they mix."""

import colorsys

Colour = tuple[int, int, int]


def colour(code: str) -> Colour:
    """The colour of a code such as "1c1b4b"."""
    red, green, blue = bytes.fromhex(code)
    return red, green, blue


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """A colour on the way from one to the other; share 0 is the one, 1 the other."""
    return (
        round(one[0] + (other[0] - one[0]) * share),
        round(one[1] + (other[1] - one[1]) * share),
        round(one[2] + (other[2] - one[2]) * share),
    )


def turned(of: Colour, hue: float, value: float) -> Colour:
    """The colour with its hue moved round the circle (1 is a full turn) and its value scaled."""
    h, s, v = colorsys.rgb_to_hsv(of[0] / 255, of[1] / 255, of[2] / 255)
    red, green, blue = colorsys.hsv_to_rgb((h + hue) % 1, s, min(1.0, v * value))
    return round(red * 255), round(green * 255), round(blue * 255)
