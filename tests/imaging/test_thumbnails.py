import pytest
from PIL import Image

from proofpress.imaging.decoding import BrokenImage
from proofpress.imaging.thumbnails import thumbnail
from tests.imaging.files import FORMATS, decode, encode
from tests.imaging.pictures import scene


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize(
    ("size", "expected"), [((1376, 768), (360, 201)), ((300, 200), (300, 200)), ((100, 1000), (36, 360))]
)
def test_a_thumbnail_fits_its_box_and_is_never_enlarged(
    kind: str, size: tuple[int, int], expected: tuple[int, int]
) -> None:
    small = decode(thumbnail(encode(scene(*size), kind)))
    assert (small.format, small.size) == ("WEBP", expected)


def test_a_thumbnail_shows_the_picture() -> None:
    image = Image.new("RGB", (1024, 512), "red")
    image.paste("blue", (512, 0, 1024, 512))
    small = decode(thumbnail(encode(image, "JPEG"), box=100))
    left, right = small.getpixel((20, 20)), small.getpixel((80, 20))
    assert left == pytest.approx((254, 0, 0), abs=8)
    assert right == pytest.approx((0, 0, 254), abs=8)


def test_transparent_parts_become_white() -> None:
    small = decode(thumbnail(encode(Image.new("LA", (500, 500), (0, 0)))))
    assert small.convert("L").getextrema() == (255, 255)


def test_less_quality_makes_fewer_bytes() -> None:
    data = encode(scene())
    assert len(thumbnail(data, quality=30)) < len(thumbnail(data, quality=90))


def test_a_broken_picture_has_no_thumbnail() -> None:
    with pytest.raises(BrokenImage, match="no picture"):
        thumbnail(b"<html>")
