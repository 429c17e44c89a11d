"""The best quality whose file is within a byte limit, its metadata included."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from proofpress.domain.designs import Encoding
from proofpress.imaging.saving import saved

_XMP_KEY = "XML:com.adobe.xmp"


@dataclass(frozen=True)
class Encoded:
    """A whole file."""

    data: bytes
    encoding: Encoding
    quality: int
    """Of the encoder, 0 to 100; of a PNG its colours, 0 where it is lossless."""


@dataclass(frozen=True)
class _Ladder:
    """Qualities from the best to the worst; those from `fair` on are taken only if no encoding meets the limit above."""

    write: Callable[[Image.Image, int, bytes], bytes]
    rungs: tuple[int, ...]
    fair: int

    @property
    def good(self) -> Sequence[int]:
        return self.rungs[: self.fair]

    @property
    def poor(self) -> Sequence[int]:
        return self.rungs[self.fair :]


def encode(image: Image.Image, encodings: Sequence[Encoding], max_bytes: int, xmp: bytes) -> Encoded | None:
    """The first encoding that meets the limit at a good quality, else at a poor one; None where none does."""
    for good in (True, False):
        for encoding in encodings:
            ladder = _LADDERS[encoding]
            found = _best(partial(_written, ladder, image, xmp), ladder.good if good else ladder.poor, max_bytes)
            if found:
                return Encoded(found[1], encoding, found[0])
    return None


def _written(ladder: _Ladder, image: Image.Image, xmp: bytes, quality: int) -> bytes:
    return ladder.write(image, quality, xmp)


def _best(write: Callable[[int], bytes], rungs: Sequence[int], max_bytes: int) -> tuple[int, bytes] | None:
    """The first rung that fits: the top one is tried first, since it usually does; then by halving."""
    found, first, end, middle = None, 0, len(rungs), 0
    while first < end:
        data = write(rungs[middle])
        if len(data) <= max_bytes:
            found, end = (rungs[middle], data), middle
        else:
            first = middle + 1
        middle = (first + end) // 2
    return found


_FULL_CHROMA = 70
"""Quality from which a JPEG keeps full chroma, without which coloured lettering frays."""


def _jpeg(image: Image.Image, quality: int, xmp: bytes) -> bytes:
    subsampling = "4:4:4" if quality >= _FULL_CHROMA else "4:2:0"
    return saved(image, "JPEG", quality=quality, subsampling=subsampling, optimize=True, xmp=xmp)


def _png(image: Image.Image, colours: int, xmp: bytes) -> bytes:
    texts = PngInfo()
    texts.add_itxt(_XMP_KEY, xmp.decode())
    if colours:
        image = image.quantize(colours, Image.Quantize.MEDIANCUT)
    return saved(image, "PNG", optimize=True, pnginfo=texts)


def _webp(image: Image.Image, quality: int, xmp: bytes) -> bytes:
    return saved(image, "WEBP", quality=quality, method=4, xmp=xmp)


def _avif(image: Image.Image, quality: int, xmp: bytes) -> bytes:
    return saved(image, "AVIF", quality=quality, speed=7, max_threads=1, xmp=xmp)


_LADDERS = {
    Encoding.JPEG: _Ladder(_jpeg, (90, 86, 82, 78, 74, 70, 66, 62, 58, 54, 50, 45, 40), 9),
    Encoding.PNG: _Ladder(_png, (0, 256, 192, 128, 64), 3),
    Encoding.WEBP: _Ladder(_webp, (90, 86, 82, 78, 74, 70, 65, 60, 55, 50, 45, 40), 8),
    Encoding.AVIF: _Ladder(_avif, (80, 75, 70, 65, 60, 55, 50, 45, 40, 35, 30), 7),
}
