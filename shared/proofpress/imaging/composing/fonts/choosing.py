"""One font for a whole text, so that it is shaped and ordered in one go."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from PIL import features

from proofpress.domain.designs import Assets, is_right_to_left
from proofpress.imaging.composing.errors import MissingGlyphs, NoShaping
from proofpress.imaging.composing.fonts.bundled import candidates
from proofpress.imaging.composing.fonts.faces import Face
from proofpress.imaging.composing.fonts.scripts import SHAPED, Metrics, Script, metrics_of, script_of

_NAMED = 10
_KEPT = 8
"""Fonts of brands; the same bytes are the same font, so that what was measured once is known for every picture."""


@dataclass(frozen=True)
class Voice:
    """How a text is set, but for its size."""

    face: Face
    script: Script
    locale: str
    rtl: bool
    bold: bool

    @property
    def metrics(self) -> Metrics:
        """The vertical room of its script."""
        return metrics_of(self.script)


class Fonts:
    """A brand's fonts before the bundled ones."""

    def __init__(self, assets: Assets) -> None:
        self._heading = _face("of the brand's headings", assets.heading_font) if assets.heading_font else None
        self._body = _face("of the brand's body text", assets.body_font) if assets.body_font else None
        for face in (self._heading, self._body):
            if face:
                face.at(16)
                _ = face.covered

    def voice(self, text: str, locale: str, place: str, *, bold: bool) -> tuple[Voice, str]:
        """The first font that has every character of a text, and the text as it is set in it.

        Raises MissingGlyphs, which names the characters, and NoShaping where this machine cannot set the script.
        """
        script = script_of(text, locale)
        _check_shaping(script, place)
        own = (self._heading or self._body) if bold else self._body
        faces = (*([own] if own else []), *candidates(script, bold=bold))
        for face in faces:
            settable = _settable(text, face)
            if not face.lacks(settable):
                return Voice(face, script, locale, is_right_to_left(locale), bold), settable
        raise _missing(text, faces, place)


@lru_cache(_KEPT)
def _face(name: str, data: bytes) -> Face:
    return Face(name, data)


_EQUAL = {"\u2212": "\u2013", "\u202f": "\u00a0", "\u2009": "\u00a0", "\u2011": "-", "\u2010": "-"}
"""Characters that look the same as another one, which more fonts have: minus, narrow spaces, hyphens."""


def _settable(text: str, face: Face) -> str:
    return text.translate({ord(lacked): _EQUAL[lacked] for lacked in face.lacks(text) if lacked in _EQUAL})


def _check_shaping(script: Script, place: str) -> None:
    if script in SHAPED and not features.check("raqm"):
        raise NoShaping(
            f"{place}: {script.capitalize()} text needs the library FriBiDi, which this machine lacks: install it "
            "(Debian and Ubuntu: apt-get install libfribidi0; macOS: brew install fribidi)"
        )


def _missing(text: str, faces: Sequence[Face], place: str) -> MissingGlyphs:
    lacked = min((face.lacks(text) for face in faces), key=len)
    named = ", ".join(map(_named, lacked[:_NAMED]))
    more = f" and {len(lacked) - _NAMED} more" if len(lacked) > _NAMED else ""
    return MissingGlyphs(
        f"{place}: no font has {named}{more}: write the text without, or name a font in the brand kit that has all of it"
    )


def _named(character: str) -> str:
    name = unicodedata.name(character, "no name")
    return f"{character!r} (U+{ord(character):04X} {name})"
