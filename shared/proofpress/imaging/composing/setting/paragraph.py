"""A text at one size in one width."""

from dataclasses import dataclass

from proofpress.imaging.composing.fonts.choosing import Voice
from proofpress.imaging.composing.setting.breaking import Atom, atoms_of, bound
from proofpress.imaging.composing.setting.hyphens import SOFT_HYPHEN, divisions
from proofpress.imaging.composing.setting.measuring import width_of
from proofpress.imaging.composing.setting.wrapping import wrap


@dataclass(frozen=True)
class Paragraph:
    """A text that was set; lengths in pixels."""

    voice: Voice
    size: float
    lines: tuple[str, ...]
    width: float
    """Of its widest line."""

    @property
    def leading(self) -> float:
        """From baseline to baseline."""
        metrics = self.voice.metrics
        return self.size * (metrics.tight if self.voice.bold else metrics.loose)

    @property
    def above(self) -> float:
        """From its top to the first baseline."""
        return self.size * self.voice.metrics.above

    @property
    def height(self) -> float:
        """From the top of its first line to the descenders of its last."""
        return self.above + self.leading * (len(self.lines) - 1) + self.size * self.voice.metrics.below


def set_text(voice: Voice, text: str, size: float, width: float, most: int, *, hyphens: bool) -> Paragraph | None:
    """The text in at most `most` lines; None where it does not fit. Words and Japanese phrases are divided only with `hyphens`."""

    def measure(piece: str) -> float:
        return width_of(voice, size, piece)

    lines = list[str]()
    for part in text.splitlines():
        atoms = atoms_of(part, phrases=not hyphens)
        if hyphens:
            atoms = [piece for atom in atoms for piece in _divided(atom, voice, size, width)]
        atoms = [Atom(atom.text.replace(SOFT_HYPHEN, ""), atom.joint) for atom in atoms]
        set_lines = wrap(bound(atoms), width, most, measure) or wrap(atoms, width, most, measure) if atoms else []
        if set_lines is None:
            return None
        lines += set_lines
    if not lines or len(lines) > most:
        return None
    return Paragraph(voice, size, tuple(lines), max(map(measure, lines)))


def _divided(atom: Atom, voice: Voice, size: float, width: float) -> list[Atom]:
    """A word in pieces that fit, each but the last with its hyphen; the word itself where that is not needed or possible."""
    plain, pieces, start = atom.text.replace(SOFT_HYPHEN, ""), list[Atom](), 0
    if width_of(voice, size, plain) <= width:
        return [atom]
    points = divisions(atom.text, voice.locale)
    while width_of(voice, size, plain[start:]) > width:
        fitting = [
            point for point in points if point > start and width_of(voice, size, plain[start:point] + "-") <= width
        ]
        if not fitting:
            return [atom]
        pieces.append(Atom(plain[start : fitting[-1]] + "-", "" if pieces else atom.joint))
        start = fitting[-1]
    return [*pieces, Atom(plain[start:], "")]
