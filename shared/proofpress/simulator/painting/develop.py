"""Enlarges a painted picture to the wanted pixels and writes it as a file."""

import io

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from proofpress.simulator.painting.mark import PNG_KEY, Mark

JPEG = "image/jpeg"
PNG = "image/png"
FORMATS = (JPEG, PNG)


def develop(image: Image.Image, size: tuple[int, int], mime: str, mark: Mark, *, quality: int = 88) -> bytes:
    """The bytes of an RGB picture at a size, with its mark; quality from 1 to 100 holds for JPEG."""
    file = io.BytesIO()
    if mime == PNG:
        notes = PngInfo()
        notes.add_text(PNG_KEY, mark.text())
        _enlarged(image, size).save(file, "PNG", pnginfo=notes, compress_level=1)
    else:
        _in_luma(image, size).save(file, "JPEG", quality=quality, subsampling="4:2:0", comment=mark.text())
    return file.getvalue()


def _enlarged(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    return image if image.size == size else image.resize(size, Image.Resampling.BICUBIC)


def _in_luma(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Enlarge luma with care and chroma without: JPEG's 4:2:0 averages chroma again, so it costs a third less."""
    luma, blue, red = image.convert("YCbCr").split()
    chroma = [band.resize(size, Image.Resampling.NEAREST) for band in (blue, red)]
    return Image.merge("YCbCr", (_enlarged(luma, size), *chroma))
