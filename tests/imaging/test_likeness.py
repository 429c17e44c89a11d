import pytest
from PIL import Image, ImageEnhance, ImageOps

from proofpress.imaging.decoding import BrokenImage
from proofpress.imaging.likeness import compare, likeness_of
from proofpress.imaging.screening import screen
from tests.imaging.files import encode
from tests.imaging.pictures import scene

DRAFT = scene(1024, 1024, seed=11)


def band(final: Image.Image) -> str:
    return compare(encode(DRAFT, "JPEG"), encode(final)).band


@pytest.mark.parametrize(("kind", "size"), [("JPEG", 1024), ("WEBP", 2048), ("PNG", 2048), ("JPEG", 400)])
def test_the_same_picture_is_ok_in_any_size_and_format(kind: str, size: int) -> None:
    likeness = compare(encode(DRAFT, "JPEG"), encode(DRAFT.resize((size, size)), kind))
    assert likeness.band == "ok"
    assert likeness.hash_distance <= 16
    assert likeness.mood <= 3


@pytest.mark.parametrize("amount", [0.95, 1.05])
def test_a_little_more_or_less_contrast_is_ok(amount: float) -> None:
    assert band(ImageEnhance.Contrast(DRAFT).enhance(amount)) == "ok"


@pytest.mark.parametrize(
    "final",
    [
        ImageOps.mirror(DRAFT),
        scene(1024, 1024, seed=12),
        Image.merge("RGB", (DRAFT.getchannel("B"), DRAFT.getchannel("R"), DRAFT.getchannel("G"))),
        DRAFT.point(lambda level: level // 3),
        ImageOps.grayscale(DRAFT),
    ],
    ids=["mirrored", "another scene", "recoloured", "by night", "without colour"],
)
def test_another_picture_has_lost_the_look(final: Image.Image) -> None:
    assert band(final) == "lost"


@pytest.mark.parametrize(
    ("bits", "level", "expected"),
    [
        (64, 0, "ok"),
        (65, 0, "review"),
        (100, 0, "review"),
        (101, 0, "lost"),
        (0, 16, "ok"),
        (0, 17, "review"),
        (0, 26, "review"),
        (0, 27, "lost"),
    ],
)
def test_the_bands_begin_where_they_are_said_to(bits: int, level: int, expected: str) -> None:
    one, other = f"{0:064x}", f"{(1 << bits) - 1:064x}"
    likeness = likeness_of(one, plain(100), other, plain(100 + level))
    assert (likeness.hash_distance, likeness.luma, likeness.chroma, likeness.band) == (bits, level, 0, expected)


def plain(level: int) -> str:
    return screen(encode(Image.new("RGB", (32, 32), (level,) * 3)), None).signature


def test_what_screening_recorded_is_enough() -> None:
    draft, final = encode(DRAFT, "JPEG"), encode(ImageOps.flip(DRAFT))
    one, other = screen(draft, None), screen(final, None)
    assert likeness_of(one.hash, one.signature, other.hash, other.signature) == compare(draft, final)


def test_a_final_that_is_no_picture_is_not_compared() -> None:
    with pytest.raises(BrokenImage, match="have it drawn again"):
        compare(encode(DRAFT), encode(DRAFT)[:1000])
