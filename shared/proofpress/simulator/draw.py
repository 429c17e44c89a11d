"""Draws the picture of a request: paints, follows or composes, then lets its fate take its course."""

import math
from dataclasses import dataclass

from PIL import Image

from proofpress.domain.catalog import Catalog, Model, shape
from proofpress.simulator.ask import Ask, Drawing
from proofpress.simulator.fate import PictureFate
from proofpress.simulator.painting.defects import Defect, cut_short, ruin
from proofpress.simulator.painting.develop import JPEG, PNG, develop
from proofpress.simulator.painting.follow import follow, follows
from proofpress.simulator.painting.painter import paint, work_size
from proofpress.simulator.painting.subject import place_subject

_FINENESS = ((2, 0.5), (8, 0.75))
"""Up to which price of a million text tokens which share of each side is painted; above, all of it."""
_FAR_APART = 0.2


@dataclass(frozen=True)
class Picture:
    """A file and the MIME type declared for it."""

    data: bytes
    mime: str


def draw(catalog: Catalog, ask: Ask, drawing: Drawing, fate: PictureFate) -> Picture:
    """The picture of a request."""
    ratio = _other_ratio(ask.model, drawing.ratio, fate) if fate.defect is Defect.WRONG_RATIO else drawing.ratio
    size = catalog.pixel_size(ratio, drawing.image_size)
    fine = _fineness(ask.model)
    image = _composed(ask, fate, work_size(size, fine), fine)
    if fate.flaw:
        image = fate.flaw.spoil(image, fate.chance)
    image = ruin(image, fate.defect, fate.own)
    mime = JPEG if fate.defect is Defect.WRONG_MIME else drawing.mime
    data = develop(image, size, mime, fate.mark, quality=drawing.quality)
    if fate.defect is Defect.TRUNCATED:
        data = cut_short(data)
    return Picture(data, PNG if fate.defect is Defect.WRONG_MIME else mime)


def _composed(ask: Ask, fate: PictureFate, size: tuple[int, int], fine: float) -> Image.Image:
    if not ask.images or fate.lost_look:
        return paint(ask.prompt, fate.chance, size, fine)
    if follows(ask.prompt):
        return follow(ask.images[-1].open(), ask.prompt, fate.chance, size)
    return place_subject(paint(ask.prompt, fate.chance, size, fine, for_subject=True), ask.images[0].open())


def _fineness(model: Model) -> float:
    return next((fine for price, fine in _FINENESS if model.rates.text_out <= price), 1.0)


def _other_ratio(model: Model, ratio: str, fate: PictureFate) -> str:
    far = [other for other in model.ratios if abs(math.log(shape(other) / shape(ratio))) > _FAR_APART]
    return fate.own.pick("ratio", far) if far else ratio
