"""Lines of about equal width, as few as there can be, with no single word left over."""

from collections.abc import Callable, Sequence

from proofpress.imaging.composing.setting.breaking import Atom

Measure = Callable[[str], float]
_ROUNDS = 7
"""Halvings of the width while lines are evened out: to less than a hundredth of it."""


def wrap(atoms: Sequence[Atom], width: float, most: int, measure: Measure) -> list[str] | None:
    """At most `most` lines of at most `width` pixels, evened out; None where that cannot be."""
    lines = _greedy(atoms, width, measure)
    if lines is None or len(lines) > most:
        return None
    return lines if len(lines) == 1 else _even(atoms, width, lines, measure)


def _even(atoms: Sequence[Atom], width: float, lines: list[str], measure: Measure) -> list[str]:
    """The same number of lines in the least width."""
    narrow, wide, best = width / 2, width, lines
    for _ in range(_ROUNDS):
        middle = (narrow + wide) / 2
        tried = _greedy(atoms, middle, measure)
        if tried is not None and len(tried) == len(lines):
            best, wide = tried, middle
        else:
            narrow = middle
    return best


def _greedy(atoms: Sequence[Atom], width: float, measure: Measure) -> list[str] | None:
    lines, current, used = list[str](), "", 0.0
    for atom in atoms:
        own = measure(atom.text)
        if own > width:
            return None
        joined = used + own + (measure(" ") if atom.joint else 0.0)
        if current and joined <= width:
            current, used = current + atom.joint + atom.text, joined
        else:
            lines += [current] if current else []
            current, used = atom.text, own
    lines.append(current)
    return lines if all(measure(line) <= width for line in lines) else None
