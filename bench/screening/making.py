"""Makes one file of the labelled set from its entry: a pure function of the entry and the photographs."""

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Final

from PIL import Image, ImageChops, ImageFilter, ImageOps, ImageStat

from bench.screening.copies import COPIES, VARIANTS
from bench.screening.damage import DAMAGES
from bench.screening.defects import PIXEL_DEFECTS, Defect
from bench.screening.entry import Entry, Format, Source
from bench.screening.looks import LOOKS
from bench.screening.plan import CROPS
from bench.screening.scenes.gallery import HARD, ORDINARY
from bench.screening.sizes import Size

_PAINTERS: Final = ORDINARY | HARD
_CHANGES: Final[dict[str, Defect]] = {
    form: change
    for form, change, _ in (*COPIES, *VARIANTS, *LOOKS, *(way for ways in PIXEL_DEFECTS.values() for way in ways))
}
_DAMAGES: Final = {form: damage for form, damage, _ in DAMAGES}
_ANOTHER: Final = frozenset(form for form, _, _ in VARIANTS)
_LEAST_CHANGE: Final = 14.0
"""Levels by which thumbnails must differ on average."""
_VISIBLE: Final = frozenset({"flipped", "forged"})
"""Damage that may spare the picture: a cut progressive JPEG is whole, but coarse."""
_TRIES: Final = 12
_SLIGHT: Final = 2.0
_LOST: Final = 20
_SHARP: Final = 0.0005
_PROGRESSIVE: Final = 0.15


def made(entry: Entry, photographs: Mapping[str, Path], others: Mapping[int, Entry]) -> bytes | None:
    """The bytes of one file; None where its label would be a matter of opinion."""
    if entry.form == "exact" and entry.original is not None:
        return made(others[entry.original], photographs, others)
    rng = Random(f"{entry.source.seed}/{entry.form}/{entry.strength}")
    image = painted(entry, photographs)
    if entry.source.photograph and not sharp(image):
        return None
    if entry.form in _DAMAGES:
        return _damaged(entry, _saved(image, entry.saved, rng), rng)
    change = _CHANGES.get(entry.form)
    if change is None:
        return _saved(image, entry.saved, rng)
    result = change(image, rng, entry.strength)
    return _saved(result, entry.saved, rng) if _telling(entry, image, result) else None


def sharp(image: Image.Image) -> bool:
    """Whether a slight blur would take something from a picture: part of a photograph may be all out of focus."""
    grey = image.convert("L")
    lost = ImageChops.difference(grey, grey.filter(ImageFilter.GaussianBlur(_SLIGHT))).histogram()
    return sum(lost[_LOST:]) >= _SHARP * grey.width * grey.height


def _telling(entry: Entry, before: Image.Image, after: Image.Image) -> bool:
    """Whether another picture looks like another picture, a dead tail like no floor or sky, and a smear like no brush."""
    if entry.form == "motion" and entry.source.scene == "strokes":
        return False
    if entry.form == "tail":
        alive = before.height - round(before.height * entry.strength / 100)
        area = (0, alive, before.width, before.height)
        return _difference(before.crop(area), after.crop(area)) >= _LEAST_CHANGE
    return entry.form not in _ANOTHER or _difference(before, after) >= _LEAST_CHANGE


def _difference(one: Image.Image, other: Image.Image) -> float:
    """Mean difference of two thumbnails in levels."""
    thumbs = [image.resize((32, 32), Image.Resampling.BOX) for image in (one, other)]
    return sum(ImageStat.Stat(ImageChops.difference(*thumbs)).mean) / 3


def painted(entry: Entry, photographs: Mapping[str, Path]) -> Image.Image:
    """The picture as it was meant."""
    return _photographed(entry.source, entry.size, photographs) if entry.source.photograph else _scene(entry)


def _scene(entry: Entry) -> Image.Image:
    """Painted large enough for the scene to have its detail, where only a few pixels are wanted."""
    width, height = entry.size
    large = (width, height) if min(width, height) >= 256 else (max(256, width), max(256, height))
    image = _PAINTERS[entry.source.scene](Random(entry.source.seed), large)
    return image if image.size == entry.size else image.resize(entry.size, Image.Resampling.LANCZOS)


def _photographed(source: Source, size: Size, photographs: Mapping[str, Path]) -> Image.Image:
    with Image.open(photographs[source.photograph]) as opened:
        image = opened.convert("RGB")
    left, right = CROPS[source.view % 3]
    part = image.crop((round(left * image.width), 0, round(right * image.width), image.height))
    if source.view >= len(CROPS):
        part = part.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    return ImageOps.fit(part, size, Image.Resampling.LANCZOS)


def _saved(image: Image.Image, saved: Format, rng: Random) -> bytes:
    out = BytesIO()
    if saved is Format.PNG:
        image.save(out, "PNG", compress_level=3)
    else:
        image.save(out, saved.upper(), quality=rng.randint(80, 95), method=2, progressive=rng.random() < _PROGRESSIVE)
    return out.getvalue()


def _damaged(entry: Entry, data: bytes, rng: Random) -> bytes | None:
    damage = _DAMAGES[entry.form]
    tries = (damage(data, rng, entry.strength) for _ in range(_TRIES))
    return next((spoilt for spoilt in tries if entry.form not in _VISIBLE or visible(data, spoilt)), None)


def visible(data: bytes, spoilt: bytes) -> bool:
    """Whether damaged bytes no longer decode, or show it on a twentieth of the picture."""
    try:
        with Image.open(BytesIO(spoilt)) as image:
            after = image.convert("L").resize((64, 64), Image.Resampling.BOX)
    except (OSError, SyntaxError, ValueError):
        return True
    with Image.open(BytesIO(data)) as image:
        before = image.convert("L").resize((64, 64), Image.Resampling.BOX)
    changed_parts = ImageChops.difference(before, after).point(lambda level: 255 if level > 12 else 0)
    return ImageStat.Stat(changed_parts).mean[0] / 255 > 0.05
