"""Which colours a picture has: taken from the prompt's words, else from its seed."""

import random
import re
from dataclasses import dataclass

from proofpress.simulator.painting.colour import Colour, colour, turned

_HUE_PLAY = 0.025
_VALUE_PLAY = 0.06


@dataclass(frozen=True)
class Palette:
    """The colours of one picture, from the top of the sky to the ground at the viewer's feet."""

    top: Colour
    middle: Colour
    low: Colour
    light: Colour
    far: Colour
    near: Colour
    accent: Colour

    @property
    def all(self) -> tuple[Colour, ...]:
        """Every colour, for scenes that have no sky."""
        return (self.top, self.middle, self.low, self.light, self.far, self.near, self.accent)

    @property
    def vivid(self) -> tuple[Colour, ...]:
        """The colours that carry the mood, without the extremes of light and dark."""
        return (self.top, self.middle, self.low, self.far, self.accent)


_TABLE = """
dawn|dawn sunrise peach|morning early|3b4a7a c98ba0 ffd9b0 fff1d0 a88aa8 2b2a4a ff9e7a
day|blue azure daylight noon|day sunny bright summer clear|2f7fc1 8cc4e8 e8f4f4 fffbe6 9fc3d6 1f4a5f f2b134
dusk|dusk sunset twilight orange amber|evening|1c1b4b 8a3f73 ff9a56 ffe0a3 7c4a78 1a1330 ff6b4a
night|night midnight navy|moon moonlit star stars starry dark galaxy|071029 142a5c 3a5f98 f6f1dc 2a447c 050914 7fb2ff
fog|fog foggy mist misty grey gray haze|cloudy rain winter|8fa3ad b9c6ca e6eaea ffffff a9b8bd 2c3a40 d98a5b
teal|teal turquoise cyan aqua|lagoon tropical|06343d 12727a 8fd6c4 e9fff2 3d9a98 04252b ffb454
rose|rose pink coral blush red crimson|romantic love cherry|6a2e4f d9738f ffd3c9 fff0ea c9829a 3b1530 ffc46b
forest|green emerald olive|forest jungle leaf leaves moss spring|1d4636 5f9a6c dbe8bd fbffe0 7fae86 0f2a20 e8a33d
autumn|autumn gold golden brown bronze copper|fall honey warm|5a2d0c c9772a ffdd8c fff4cc c08d52 2e1607 a6321e
ice|ice icy white|snow snowy arctic frost glacier cold cool|274b74 8fbfe0 f2fbff ffffff b4d4ea 1b3350 5ad1e6
violet|violet purple lavender lilac magenta|neon cyberpunk synthwave|1d0f3d 5e3aa0 d7a6f2 f6e6ff 7c5ab8 120829 ff7ac6
noir|noir black monochrome charcoal|minimal minimalist|17171a 55555b d4d4d2 ffffff 808085 0c0c0e c9a227
desert|sandy terracotta clay|desert dune dunes sand canyon earth|3f6f8f e0a878 ffe6c4 fff6dd d69a6c 6b2f1c c8502f
pastel|pastel cream powder|soft gentle baby dreamy|9db8e4 f0c4dc fff0d4 fffaf0 c8b4dc 4a4470 f59a8c
"""
"""Name, words that name its colours, words that only suggest them, and the colours in the order of Palette."""


@dataclass(frozen=True)
class _Choice:
    named: frozenset[str]
    suggested: frozenset[str]
    palette: Palette

    def votes(self, words: list[str]) -> int:
        return sum(2 * (word in self.named) + (word in self.suggested) for word in words)


def _parsed() -> tuple[_Choice, ...]:
    rows = (line.split("|") for line in _TABLE.strip().splitlines())
    return tuple(
        _Choice(frozenset(named.split()), frozenset(suggested.split()), Palette(*map(colour, codes.split())))
        for _, named, suggested, codes in rows
    )


_CHOICES = _parsed()


def choose_palette(prompt: str, rng: random.Random) -> Palette:
    """The palette that the prompt's words speak for, or one of the seed's choice, varied a little."""
    words = re.findall(r"[a-z]+", prompt.lower())
    most = max(choice.votes(words) for choice in _CHOICES)
    chosen = rng.choice([choice.palette for choice in _CHOICES if choice.votes(words) == most])
    hue, value = rng.uniform(-_HUE_PLAY, _HUE_PLAY), rng.uniform(1 - _VALUE_PLAY, 1 + _VALUE_PLAY)
    return Palette(*(turned(each, hue, value) for each in chosen.all))
