"""The sentence that asks the image model for room."""

from collections.abc import Iterator, Sequence

from proofpress.domain.designs import Use
from proofpress.imaging.composing.copy_zone import pictures_of
from proofpress.imaging.composing.grounds.ground import copy_window
from proofpress.imaging.composing.grounds.windows import Window

_WIDE = 0.8
_SIDE = 0.72
_NO_TEXT = "Do not draw any text, letters, numbers, logos or frames."


def text_space(uses: Sequence[Use]) -> str:
    """A sentence for the end of a prompt: which parts of the picture to keep calm, and that no text be drawn.

    Equal for equal uses in any order, so that a prompt and what is addressed by it stay the same.
    """
    found = set(_all_parts(uses))
    if found.issuperset(_BOTH_SIDES):
        found = found.difference(_BOTH_SIDES) | {_OUTER_THIRDS}
    parts = [part for part in (*_PARTS, _OUTER_THIRDS) if part in found]
    if not parts:
        return _NO_TEXT
    named = parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
    return (
        f"Keep {named} of the picture calm and empty, with soft even tones and no objects, because text is set there "
        f"later; place the subject outside of it. {_NO_TEXT}"
    )


_PARTS = ("the left half", "the right half", "the upper half", "the lower half", "the middle")

_BOTH_SIDES = _PARTS[:2]
_OUTER_THIRDS = "the left third and the right third"
"""Where both reading directions share a picture, its subject stands between them."""


def _all_parts(uses: Sequence[Use]) -> Iterator[str]:
    for use in uses:
        mirrored = use.template.mirrored and use.right_to_left
        fitted = use.template.fitted(use.form)
        for shown in pictures_of(fitted, use.form, mirrored=mirrored):
            if copy := copy_window(fitted, use.form, shown, mirrored=mirrored):
                yield _part(copy)


def _part(copy: Window) -> str:
    """The half that holds the copy, or the middle where it leaves room on no side or on all."""
    across, down = (copy.left + copy.right) / 2, (copy.top + copy.bottom) / 2
    if copy.right - copy.left < _SIDE and abs(across - 0.5) > _OFF:
        return _PARTS[0] if across < 0.5 else _PARTS[1]  # noqa: PLR2004
    if copy.bottom - copy.top < _WIDE and abs(down - 0.5) > _OFF:
        return _PARTS[2] if down < 0.5 else _PARTS[3]  # noqa: PLR2004
    return _PARTS[4]


_OFF = 0.1
"""Of the middle, from which copy belongs to one side."""
