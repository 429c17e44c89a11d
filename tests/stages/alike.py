"""Pictures that look like `picture` of the same seed, and pictures that only remind of it."""

import io
from collections.abc import Callable
from functools import cache

from PIL import Image, ImageEnhance, ImageOps

from proofpress.domain.instructions import Instruction
from tests.support.pipeline import ScriptedModels, picture

Change = Callable[[Image.Image], Image.Image]


def _changed(seed: int, change: Change, quality: int = 60) -> bytes:
    out = io.BytesIO()
    change(Image.open(io.BytesIO(picture(seed)))).save(out, "JPEG", quality=quality)
    return out.getvalue()


@cache
def again(seed: int, turn: int = 1) -> bytes:
    """Nearly the same: a little off every edge, and other artefacts; different for every turn."""
    return _changed(seed, lambda whole: ImageOps.crop(whole, turn).resize(whole.size), 40 + turn)


def mirrored(seed: int) -> bytes:
    """Left and right changed places."""
    return _changed(seed, ImageOps.mirror)


def recoloured(seed: int) -> bytes:
    """The same shapes in other colours."""
    return _changed(seed, lambda whole: Image.merge("RGB", whole.split()[1:] + whole.split()[:1]))


def relit(seed: int) -> bytes:
    """The same shapes at dusk."""
    return _changed(seed, lambda whole: ImageEnhance.Brightness(whole).enhance(0.45))


def drawing(pictures: dict[str, bytes]) -> ScriptedModels:
    """Draws these pictures for some drafts, and another for every other one."""

    def draw(instruction: Instruction, label: str) -> bytes:
        return pictures.get(label, picture(instruction.seed))

    return ScriptedModels(draws=draw)
