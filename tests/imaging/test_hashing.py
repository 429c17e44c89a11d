from math import cos, pi
from statistics import median

import pytest
from PIL import Image

from proofpress.imaging.hashing import HASH_BITS, dct_hash, hamming
from proofpress.imaging.signature import signature, unpack
from proofpress.imaging.views import views
from tests.imaging.files import FORMATS, encode
from tests.imaging.pictures import flat_art, noise, scene

KNOWN = "8e610e68066e066a066a1eca18eb7cca715af996f135c33507256c6b7ee97cda"
"""Recorded hashes are compared for years: whoever changes these bits must change the version of Likeness too."""


def textbook_hash(grey: Image.Image) -> str:
    """The definition of the two-dimensional DCT-II in floating point, term by term."""
    pixels = grey.resize((32, 32), Image.Resampling.BOX).tobytes()
    waves = [[cos(pi * k * (2 * x + 1) / 64) for x in range(32)] for k in range(16)]
    values = [
        sum(pixels[32 * y + x] * waves[v][y] * waves[u][x] for y in range(32) for x in range(32))
        for v in range(16)
        for u in range(16)
    ]
    middle = median(values)
    return f"{int(''.join(str(int(value > middle)) for value in values), 2):064x}"


@pytest.mark.parametrize("image", [noise(64, 64), scene(64, 64), flat_art()])
def test_the_hash_is_the_textbook_transform_in_integers(image: Image.Image) -> None:
    grey = image.convert("L")
    assert hamming(dct_hash(grey), textbook_hash(grey)) <= 2


def test_the_hash_of_a_known_picture_never_changes() -> None:
    ramp = Image.frombytes("L", (32, 32), bytes((x * x + 3 * y * y) % 256 for y in range(32) for x in range(32)))
    assert dct_hash(ramp) == KNOWN


def test_half_the_bits_of_a_textured_picture_are_set() -> None:
    assert int(dct_hash(noise().convert("L")), 16).bit_count() == HASH_BITS // 2


def test_a_plain_picture_hashes_without_sensor_dust() -> None:
    plain = {dct_hash(Image.new("L", (256, 256), level)) for level in (1, 77, 128, 255)}
    assert plain == {"8" + "0" * 63}


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("size", [256, 512, 2048])
def test_size_and_encoding_hardly_move_the_hash(kind: str, size: int) -> None:
    original = dct_hash(views(encode(scene(1024, 1024))).grey)
    other = dct_hash(views(encode(scene(1024, 1024).resize((size, size)), kind)).grey)
    assert hamming(original, other) <= 20


def test_unrelated_pictures_differ_in_half_their_bits() -> None:
    one, other = (dct_hash(scene(seed=seed).convert("L")) for seed in (1, 2))
    assert 90 <= hamming(one, other) <= 166


def test_a_signature_is_the_picture_in_small() -> None:
    image = scene(256, 256)
    text = signature(image)
    assert len(text) == 1024
    assert unpack(text).tobytes() == image.resize((16, 16), Image.Resampling.BOX).tobytes()
