import pytest
from PIL import Image

from proofpress.imaging.sniff import sniff
from tests.imaging.files import encode


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "AVIF", "BMP", "TIFF"])
def test_every_format_that_pillow_writes_is_known_by_its_bytes(kind: str) -> None:
    assert sniff(encode(Image.new("RGB", (8, 8)), kind)) == f"image/{kind.lower()}"


@pytest.mark.parametrize(("brand", "mime"), [(b"heic", "image/heic"), (b"mif1", "image/heif"), (b"avif", "image/avif")])
def test_iso_media_files_are_told_apart_by_their_brand(brand: bytes, mime: str) -> None:
    assert sniff(b"\0\0\0\x18ftyp" + brand + b"\0\0\0\0") == mime


@pytest.mark.parametrize(
    "data", [b"", b"\xff", b"<html>", b'{"error": 429}', b"RIFF\0\0\0\0WAVE", b"\0\0\0\x18ftypisom"]
)
def test_what_is_no_picture_has_no_type(data: bytes) -> None:
    assert sniff(data) is None
