"""The lowest layers of a banner: the same for all its locales of one direction."""

from dataclasses import dataclass

from PIL import Image

from proofpress.domain.designs import BrandColours, Format, Kind, Layer, Template
from proofpress.domain.designs.layers import Tone
from proofpress.imaging.composing.colours.legibility import Scrim
from proofpress.imaging.composing.grounds.saliency import Grid
from proofpress.imaging.composing.grounds.shapes import rounded, shade
from proofpress.imaging.composing.grounds.windows import EVERYTHING, Window, window_of
from proofpress.imaging.composing.layout.rectangles import Rectangle, safe_area, short_side, whole

_REDUCING_GAP = 3.0
_MOST_SCRIM = 0.78


@dataclass(frozen=True)
class Ground:
    """A banner without its texts. Not to be drawn on: it is shared."""

    image: Image.Image
    scrims: tuple[Scrim, ...]
    window: Window
    """The part of the background that is shown."""
    enlarged: float


@dataclass(frozen=True)
class Picture:
    """A decoded background in RGB, and where its subject is."""

    image: Image.Image
    salient: Grid
    focal: tuple[float, float] | None = None

    def filling(self, size: tuple[int, int], copy: Window | None) -> tuple[Image.Image, Window, float]:
        """Cropped and resized; also which part it is, and how many pixels were made of one, by side."""
        width, height = self.image.size
        window = window_of(width / height, size[0] / size[1], self.salient, copy, self.focal)
        box = (window.left * width, window.top * height, window.right * width, window.bottom * height)
        filled = self.image.resize(size, Image.Resampling.LANCZOS, box=box, reducing_gap=_REDUCING_GAP)
        return filled, window, size[0] / (box[2] - box[0])


def ground_of(picture: Picture, template: Template, form: Format, colours: BrandColours, *, mirrored: bool) -> Ground:
    """Backgrounds and images drawn, scrims made; `template` is fitted to the format."""
    canvas = Image.new("RGB", (form.width, form.height), colours.paper)
    window, enlarged = EVERYTHING, 0.0
    for layer in template.layers:
        if layer.shows_picture:
            box = whole(form).part(layer.box, mirrored=mirrored)
            copy = copy_window(template, form, box, mirrored=mirrored)
            filled, window, enlarged = picture.filling((round(box.width), round(box.height)), copy)
            canvas.paste(filled, (round(box.left), round(box.top)), rounded(filled.size, _radius(layer, form)))
        elif layer.kind is Kind.BACKGROUND:
            canvas.paste(tone_colour(layer.tone, colours), (0, 0, form.width, form.height))
    scrims = tuple(_scrim(layer, form, mirrored=mirrored) for layer in template.layers if layer.kind is Kind.SCRIM)
    return Ground(canvas, scrims, window, enlarged)


def copy_window(template: Template, form: Format, shown: Rectangle, *, mirrored: bool) -> Window | None:
    """The copy's area in parts of a picture's rectangle; None where they do not meet."""
    area = template.areas.get(template.copy_area)
    if area is None:
        return None
    copy = safe_area(template, form).part(area.box, mirrored=mirrored)
    left, top = (copy.left - shown.left) / shown.width, (copy.top - shown.top) / shown.height
    right, bottom = (copy.right - shown.left) / shown.width, (copy.bottom - shown.top) / shown.height
    window = Window(max(0.0, left), max(0.0, top), min(1.0, right), min(1.0, bottom))
    return window if window.left < window.right and window.top < window.bottom else None


def tone_colour(tone: Tone | None, colours: BrandColours) -> str:
    """The colour of a part of the brand kit; paper for what is left to choose."""
    return {Tone.ACCENT: colours.accent, Tone.INK: colours.ink}.get(tone or Tone.AUTO, colours.paper)


def _scrim(layer: Layer, form: Format, *, mirrored: bool) -> Scrim:
    left, top, right, bottom = whole(form).part(layer.box, mirrored=mirrored).corners
    mask = Image.new("L", (form.width, form.height))
    mask.paste(shade((right - left, bottom - top), layer.fade, _radius(layer, form), mirrored=mirrored), (left, top))
    return Scrim(mask, layer.least or 0.0, _MOST_SCRIM if layer.most is None else layer.most)


def _radius(layer: Layer, form: Format) -> float:
    return (layer.radius or 0) * short_side(form)
