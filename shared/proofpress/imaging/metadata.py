"""What a picture says of itself besides its pixels, and how it is handed on.

Colour profile, EXIF and XMP go along; XMP holds IPTC's DigitalSourceType, by which a picture is declared as
generated. A C2PA manifest does not: it is signed over the very bytes and would be invalid in any others.
"""

from PIL import Image
from PIL.PngImagePlugin import PngImageFile, PngInfo

_JPEG_SEGMENT = 65_000
"""A JPEG takes EXIF and XMP up to one segment each, 65,533 bytes with their headers."""


def metadata(image: Image.Image) -> dict[str, object]:
    """Options for `Image.save` that carry the metadata of a decoded picture into one of the same format."""
    carried = {name: image.info[name] for name in ("icc_profile", "exif", "xmp") if image.info.get(name)}
    if isinstance(image, PngImageFile):
        return {**carried, "pnginfo": _texts(image)}
    if image.format == "JPEG":
        return {name: value for name, value in carried.items() if name == "icc_profile" or len(value) < _JPEG_SEGMENT}
    return carried


def _texts(image: PngImageFile) -> PngInfo:
    """All text chunks, XMP among them."""
    texts = PngInfo()
    for key, text in image.text.items():
        texts.add_text(key, text)
    return texts
