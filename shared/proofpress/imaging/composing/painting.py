"""One banner's members over its ground, every text in a colour that is legible where it stands."""

from collections.abc import Iterable, Sequence

from PIL import Image

from proofpress.domain.designs import BrandColours, Composition, Kind, TextFigures
from proofpress.domain.designs.layers import Tone
from proofpress.imaging.composing.colours.contrast import contrast_on, luminance, needed, ratio
from proofpress.imaging.composing.colours.inks import Inked, lines_of
from proofpress.imaging.composing.colours.legibility import Choice, Legibility
from proofpress.imaging.composing.drawing import draw_lines, draw_logo, fill, plate_of, strike
from proofpress.imaging.composing.errors import ContrastUnreachable
from proofpress.imaging.composing.grounds.ground import Ground, tone_colour
from proofpress.imaging.composing.layout.arranging import place_name
from proofpress.imaging.composing.layout.members import Placed
from proofpress.imaging.composing.layout.rectangles import Corners, Rectangle
from proofpress.imaging.composing.logos import Logo

_SET_APART = 1.35
"""Contrast below which a button would not be seen as one on its ground."""
_LOGO_CONTRAST = 2.5
_RADIUS = {Kind.BUTTON: 0.24, Kind.BADGE: 0.5}
"""Of corners, in parts of the height."""


class Painter:
    """Draws one banner. Raises ContrastUnreachable where a text cannot be made legible."""

    def __init__(self, ground: Ground, job: Composition, placed: Iterable[Placed]) -> None:
        self._job = job
        self._colours: BrandColours = job.brand.colours
        self._placed = list(placed)
        free = [one for one in self._placed if one.member.layer.kind is Kind.TEXT]
        self._legibility = Legibility(ground.image, ground.scrims, free, self._colours)
        self.choice: Choice = self._legibility.choose()
        if self.choice.worst < 1:
            raise self._unreachable(", ".join(one.member.name for one in free), self.choice.worst)
        self.scrim = max((scrim.opacity(self.choice.strength) for scrim in ground.scrims), default=0.0)
        self.canvas = ground.image.copy()
        for scrim in ground.scrims:
            whole = (0, 0, *self.canvas.size)
            self.canvas = scrim.over(self.canvas, whole, self.choice.scrim_colour, self.choice.strength)

    def paint(self, logo: Logo | None, logo_on_dark: Logo | None) -> list[TextFigures]:
        """Draw all members; figures of the texts, in the order of the template."""
        figures = []
        for one in self._placed:
            kind = one.member.layer.kind
            if kind is Kind.LOGO and logo:
                self._logo(one.rectangle, logo, logo_on_dark)
            elif kind is Kind.TEXT:
                figures.append(self._text(one))
            elif one.sized.paragraph:
                figures.append(self._label(one))
        return figures

    def _text(self, one: Placed) -> TextFigures:
        lines, need = lines_of(one), _need(one)
        tone = one.member.layer.tone
        colours = [self.choice.colour]
        if tone not in {None, Tone.AUTO}:
            colours.insert(0, tone_colour(tone, self._colours))
        for colour in colours:
            contrast = self._contrast(lines, colour)
            if contrast >= need:
                break
        else:
            raise self._unreachable(one.member.name, contrast / need)
        draw_lines(self.canvas, lines, colour)
        if one.member.layer.struck and one.sized.paragraph:
            baseline = one.rectangle.top + one.sized.baseline
            strike(self.canvas, lines[-1], baseline, one.sized.paragraph.size, colour)
        return _figures(one, contrast, need, colour)

    def _label(self, one: Placed) -> TextFigures:
        filling, colour = self._label_colours(one)
        kind = one.member.layer.kind or Kind.BUTTON
        fill(self.canvas, one.rectangle, _RADIUS[kind] * one.rectangle.height, filling)
        lines, need = lines_of(one), _need(one)
        contrast = self._contrast(lines, colour)
        if contrast < need:
            raise self._unreachable(one.member.name, contrast / need)
        draw_lines(self.canvas, lines, colour)
        return _figures(one, contrast, need, colour)

    def _contrast(self, lines: Sequence[Inked], colour: str) -> float:
        """The least contrast of a colour with what is drawn below some lines."""
        return min(contrast_on(self.canvas.crop(line.corners), line.under, colour) for line in lines)

    def _label_colours(self, one: Placed) -> tuple[str, str]:
        """Filling and label: the accent where it stands out from its ground and can carry the label, else the text's colour."""
        tone = one.member.layer.tone or Tone.ACCENT
        wanted = self._colours.accent if tone is Tone.AUTO else tone_colour(tone, self._colours)
        ground = self._mean_luminance(one.rectangle.corners)
        own = [self._colours.on_accent] if self._colours.on_accent and tone is Tone.ACCENT else []
        ends, best = [self._colours.paper, self._colours.ink], 0.0
        for filling in (wanted, self.choice.colour, *ends):
            if ratio(luminance(filling), ground) < _SET_APART:
                continue
            for label in (*own, *ends) if filling == wanted else ends:
                share = ratio(luminance(filling), luminance(label)) / _need(one)
                if share >= _SAFELY:
                    return filling, label
                best = max(best, share)
        raise self._unreachable(one.member.name, best)

    def _logo(self, room: Rectangle, logo: Logo, on_dark: Logo | None) -> None:
        ground = self._mean_luminance(room.corners)
        best = max(filter(None, (logo, on_dark)), key=lambda one: one.contrast(ground))
        if best.contrast(ground) < _LOGO_CONTRAST:
            plate = plate_of(room)
            ends = (self._colours.paper, self._colours.ink)
            colour = max(ends, key=lambda end: best.contrast(luminance(end)))
            fill(self.canvas, plate, plate.height / 5, colour)
        draw_logo(self.canvas, best, room)

    def _mean_luminance(self, corners: Corners) -> float:
        pixel = self.canvas.crop(corners).resize((1, 1), Image.Resampling.BOX).tobytes()
        return luminance(f"#{pixel.hex()}")

    def _unreachable(self, name: str, share: float) -> ContrastUnreachable:
        return ContrastUnreachable(
            f"{place_name(self._job)}: {name} cannot be made legible on this picture (at best {share:.0%} of the contrast "
            "that WCAG AA asks for): try another picture, or give the template a stronger scrim or the brand more colours"
        )


_SAFELY = 1.02
"""Measured contrast is counted on the safe side, so a colour that only just has enough would fail."""


def _need(one: Placed) -> float:
    paragraph = one.sized.paragraph
    return needed(paragraph.size, bold=paragraph.voice.bold) if paragraph else 0.0


def _figures(one: Placed, contrast: float, need: float, colour: str) -> TextFigures:
    paragraph = one.sized.paragraph
    if paragraph is None:
        raise TypeError(one)
    return TextFigures(
        name=one.member.name,
        size=paragraph.size,
        lines=len(paragraph.lines),
        contrast=round(contrast, 2),
        needed=need,
        colour=colour,
        font=paragraph.voice.face.name,
    )
