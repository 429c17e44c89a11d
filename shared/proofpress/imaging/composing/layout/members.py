"""What stands in an area: texts, buttons, badges and logos, measured at a scale."""

from dataclasses import dataclass
from math import floor

from proofpress.domain.designs import Format, Kind, Layer
from proofpress.imaging.composing.fonts.choosing import Voice
from proofpress.imaging.composing.layout.rectangles import Rectangle, short_side
from proofpress.imaging.composing.setting.paragraph import Paragraph, set_text

_PADDING = {Kind.BUTTON: (1.05, 0.62), Kind.BADGE: (0.7, 0.36)}
"""Around a label, beside and above it, in parts of its type size."""
_LABEL_HEIGHT = 0.73
"""Of a label's letters, in parts of its type size: what stands in the middle of a button."""


@dataclass(frozen=True)
class Member:
    """A layer that takes room in an area."""

    layer: Layer
    text: str = ""
    voice: Voice | None = None
    aspect: float = 1.0
    """Width over height, of a logo."""

    @property
    def name(self) -> str:
        """By which it is spoken of."""
        return self.layer.name or str(self.layer.kind)


@dataclass(frozen=True)
class Sized:
    """A member at one scale, in pixels."""

    member: Member
    width: float
    height: float
    baseline: float
    """From its top to the baseline of its last line."""
    paragraph: Paragraph | None = None


@dataclass(frozen=True)
class Placed:
    """A member where it stands."""

    sized: Sized
    rectangle: Rectangle
    align: str
    """Where its lines stand in it: left, center or right."""

    @property
    def member(self) -> Member:
        """What it is."""
        return self.sized.member


def smallest(layer: Layer, form: Format) -> float:
    """Pixels of type below which a text is not set."""
    return max(form.smallest_text, (layer.smallest or 0) * short_side(form))


def sized(member: Member, form: Format, scale: float, width: float, *, hyphens: bool) -> Sized | None:
    """A member at a scale of its largest size, within a width; None where it does not fit into that."""
    wanted = (member.layer.size or 0.1) * short_side(form) * scale
    if member.voice is None:
        return _sized_logo(member, wanted, width)
    size = floor(2 * max(wanted, smallest(member.layer, form))) / 2
    beside, above = (length * size for length in _PADDING.get(member.layer.kind or Kind.TEXT, (0, 0)))
    most = (member.layer.lines or 1) if member.layer.kind is Kind.TEXT else 1
    paragraph = set_text(member.voice, member.text, size, width - 2 * beside, most, hyphens=hyphens)
    if paragraph is None:
        return None
    if member.layer.kind is Kind.TEXT:
        baseline = paragraph.above + paragraph.leading * (len(paragraph.lines) - 1)
        return Sized(member, paragraph.width, paragraph.height, baseline, paragraph)
    height = _LABEL_HEIGHT * size + 2 * above
    return Sized(member, paragraph.width + 2 * beside, height, above + _LABEL_HEIGHT * size, paragraph)


def _sized_logo(member: Member, height: float, width: float) -> Sized:
    height = min(height, width / member.aspect)
    return Sized(member, height * member.aspect, height, height)
