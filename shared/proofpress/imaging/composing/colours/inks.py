"""A line of text where it stands, and how well a colour is seen there."""

from dataclasses import dataclass

from PIL import Image

from proofpress.imaging.composing.layout.members import Placed
from proofpress.imaging.composing.setting.measuring import mask_of
from proofpress.imaging.composing.setting.paragraph import Paragraph


@dataclass(frozen=True)
class Inked:
    """A line's mask and the place of its upper left corner."""

    mask: Image.Image
    under: Image.Image
    """See Mask.under."""
    left: int
    top: int

    @property
    def corners(self) -> tuple[int, int, int, int]:
        """Left, top, right, bottom."""
        return self.left, self.top, self.left + self.mask.width, self.top + self.mask.height


def lines_of(placed: Placed) -> list[Inked]:
    """The lines of a text, a button's or a badge's label, aligned in its rectangle by their ink."""
    paragraph = placed.sized.paragraph
    if paragraph is None:
        return []
    baseline = placed.rectangle.top + placed.sized.baseline - paragraph.leading * (len(paragraph.lines) - 1)
    return [
        _line(paragraph, text, placed, baseline + number * paragraph.leading)
        for number, text in enumerate(paragraph.lines)
    ]


def _line(paragraph: Paragraph, text: str, placed: Placed, baseline: float) -> Inked:
    mask = mask_of(paragraph.voice, paragraph.size, text)
    room, free = placed.rectangle, placed.rectangle.width - mask.image.width
    align = placed.align if placed.member.layer.kind == "text" else "center"
    left = room.left + {"left": 0, "center": free / 2}.get(align, free)
    return Inked(mask.image, mask.under, round(left), round(baseline) + mask.top)
