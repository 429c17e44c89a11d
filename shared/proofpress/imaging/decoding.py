"""From bytes to pixels, for bytes that nobody vouches for.

The decoders are called by name: `Image.open` would try formats that no model returns, and would warn or raise
by limits that are global to the process.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

from PIL import Image
from PIL.ImageFile import ImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.WebPImagePlugin import WebPImageFile

from proofpress.domain.errors import Drop
from proofpress.imaging.containers import MAX_PIXELS, Container, inspect
from proofpress.imaging.containers.png import still


class BrokenImage(Drop):
    """These bytes hold no whole picture, or one too large to decode; `fault` says why."""

    def __init__(self, fault: str) -> None:
        super().__init__(f"not a usable picture ({fault}): have it drawn again")
        self.fault = fault


class _Jpeg(JpegImageFile):
    def _read_dpi_from_exif(self) -> None:
        """Leave EXIF unread: nothing here needs it, and damaged EXIF makes Pillow warn."""


_DECODERS: dict[str, Callable[[BytesIO], ImageFile]] = {
    "image/jpeg": _Jpeg,
    "image/png": PngImageFile,
    "image/webp": WebPImageFile,
}
_DRAFT_SCALES = (8, 4, 2)
_PLAIN = {"1": "L", "P": "RGB"}


def open_image(data: bytes, container: Container | None = None) -> ImageFile:
    """A picture whose header is read and whose pixels are not yet; of an animation the first or default frame.

    `container` is what `inspect` found, where the caller knows it already. Raises BrokenImage.
    """
    container = container or inspect(data)
    if container.fault:
        raise BrokenImage(container.fault)
    if container.pixels > MAX_PIXELS:
        raise BrokenImage(f"{container.width} x {container.height} pixels are too many to decode")
    with _hostile():
        image = _DECODERS[container.mime](BytesIO(still(data) if _is_apng(container) else data))
    if image.size != (container.width, container.height):
        raise BrokenImage("its headers contradict each other")
    return image


def load(image: ImageFile, shrink: int = 1, mode: str | None = None) -> Image.Image:
    """Decode; a JPEG at 1/2, 1/4 or 1/8 of its sides while that is at least 1/`shrink`, which saves time.

    `mode` is one that a JPEG may be decoded to instead of RGB. Raises BrokenImage.
    """
    scale = next((scale for scale in _DRAFT_SCALES if scale <= shrink), 1)
    with _hostile():
        image.draft(mode, (max(1, image.width // scale), max(1, image.height // scale)))
        image.load()
    return image


def pixels(image: ImageFile, shrink: int = 1) -> Image.Image:
    """As `load`, for looking only: in YCbCr where a JPEG is coded so, and a WebP's pixels where its decoder left them.

    Half of the time that colours take is saved by the first, as luma is there already; for the second Pillow would copy
    the pixels twice more, which takes a twelfth of the whole time. Raises BrokenImage.
    """
    if isinstance(image, JpegImageFile):
        return load(image, shrink, "YCbCr" if _is_ycbcr(image) else None)
    decoder: Any = getattr(image, "_decoder", None)
    if not isinstance(image, WebPImageFile) or not hasattr(decoder, "get_next"):
        return load(image, shrink)
    mode = "RGBA" if image.mode == "RGBA" else "RGBX"
    with _hostile():
        data, _ = decoder.get_next()
        return Image.frombuffer(mode, image.size, data, "raw", mode, 0, 1)


def blendable(image: Image.Image) -> Image.Image:
    """The same picture in a mode whose pixels can be averaged: no palette, no colour key, no 16 bits."""
    if image.mode == "I;16":
        return image.point(lambda level: level * (1 / 256)).convert("L")
    if image.has_transparency_data:
        return image if image.mode in {"LA", "RGBA"} else image.convert("RGBA")
    return image.convert(_PLAIN[image.mode]) if image.mode in _PLAIN else image


def opaque(image: Image.Image) -> Image.Image:
    """A blendable picture in RGB, on white where it is transparent, as a page would show it."""
    if image.mode in {"LA", "RGBA"}:
        shown = image.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", shown.size, "white"), shown).convert("RGB")
    return image if image.mode == "RGB" else image.convert("RGB")


def _is_ycbcr(image: JpegImageFile) -> bool:
    """Whether a JPEG of three components surely holds YCbCr; one that holds RGB would be misread."""
    return image.mode == "RGB" and ("jfif" in image.info or image.info.get("adobe_transform") == 1)


def _is_apng(container: Container) -> bool:
    return container.animated and container.mime == "image/png"


@contextmanager
def _hostile() -> Iterator[None]:
    """Turn whatever a decoder raises into BrokenImage, except that the machine is out of memory."""
    try:
        yield
    except MemoryError:
        raise
    except Exception as error:
        raise BrokenImage(f"{type(error).__name__}: {error}") from error
