"""Whatever the bytes, screening ends in a verdict. Warnings are errors in these tests, so none may escape either."""

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from zlib import compress

import pytest
from PIL import Image

from proofpress.imaging.containers import MAX_PIXELS
from proofpress.imaging.decoding import BrokenImage, load, open_image, pixels
from proofpress.imaging.screening import Asked, screen
from tests.imaging.files import (
    FILES,
    FORMATS,
    SMALL,
    encode,
    jpeg_of,
    jpeg_with,
    png_chunk,
    png_of,
    png_with,
    webp_of,
)
from tests.imaging.pictures import scene

COMPRESSED_GRADIENT = compress(b"".join(b"\0" + bytes(range(0, 240, 2)) for _ in range(90)))


@pytest.mark.parametrize("data", [b"", b"<!doctype html><title>502</title>", b'{"error": {"code": 429}}', b"\0" * 5000])
def test_what_is_no_picture_is_broken_and_has_no_type(data: bytes) -> None:
    verdict = screen(data, None)
    assert (verdict.broken, verdict.passed, verdict.mime) == (True, False, "")


def test_a_format_that_is_not_read_is_broken_and_named() -> None:
    verdict = screen(encode(SMALL, "GIF"), None)
    assert verdict.broken
    assert verdict.figures["fault"] == "image/gif is not read; ask for JPEG, PNG or WebP"


@pytest.mark.parametrize(
    "data",
    [png_of(65_535, 65_535), png_of(2**31 - 1, 2**31 - 1), jpeg_of(65_500, 65_500), webp_of(16_384, 16_384)],
    ids=["png", "png with the longest sides", "jpeg", "webp"],
)
def test_a_bomb_is_refused_by_its_header(data: bytes) -> None:
    verdict = screen(data, None)
    assert verdict.reasons == ("resolution",)
    assert not verdict.broken
    assert verdict.hash == ""
    with pytest.raises(BrokenImage, match="too many"):
        open_image(data)


@pytest.mark.parametrize("data", [png_of(64, 65_535), webp_of(64, 16_000), png_of(0, 9)])
def test_a_file_that_claims_more_than_it_holds_is_broken(data: bytes) -> None:
    assert screen(data, None).broken


@pytest.mark.parametrize("size", [(65_500, 1), (1, 65_500), (1, 1), (2, 3)])
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_absurd_shapes_are_measured(size: tuple[int, int], kind: str) -> None:
    verdict = screen(encode(scene().resize(size), kind), Asked("1:1", 1024, 1024))
    assert "resolution" in verdict.reasons
    assert (verdict.width, verdict.height) == size


def test_a_jpeg_with_hundreds_of_scans_is_not_decoded() -> None:
    whole = FILES["progressive JPEG"]
    assert screen(whole[:-2] + b"\xff\xda\0\x02" * 200 + b"\xff\xd9", None).figures["fault"] == "the JPEG has 210 scans"


def test_two_headers_that_contradict_each_other_are_broken() -> None:
    header = (100_000).to_bytes(4) + (100_000).to_bytes(4) + b"\x08\x02\0\0\0"
    verdict = screen(png_with(FILES["PNG"], b"IHDR", header), None)
    assert verdict.figures["fault"] == "its headers contradict each other"


def test_a_png_cut_between_two_chunks_and_closed_again_is_broken() -> None:
    header = png_chunk(b"IHDR", (120).to_bytes(4) + (90).to_bytes(4) + b"\x08\0\0\0\0")
    half = COMPRESSED_GRADIENT[: len(COMPRESSED_GRADIENT) // 2]
    data = b"\x89PNG\r\n\x1a\n" + header + png_chunk(b"IDAT", half) + png_chunk(b"IEND", b"")
    assert screen(data, None).broken


@pytest.mark.parametrize(
    "image",
    [
        SMALL.convert("CMYK"),
        SMALL.convert("L"),
    ],
    ids=["cmyk", "grey"],
)
def test_jpegs_in_other_colours_are_judged(image: Image.Image) -> None:
    assert screen(encode(image, "JPEG"), None).passed


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_pngs_of_every_depth_are_judged(mode: str) -> None:
    image = SMALL.convert("L").convert("I").point(lambda v: v * 257).convert("I;16") if mode == "I;16" else SMALL
    verdict = screen(encode(image.convert(mode)), None)
    assert verdict.passed
    assert abs(int(verdict.hash, 16) ^ int(screen(FILES["PNG"], None).hash, 16)).bit_count() < 48


def test_a_palette_with_alpha_is_judged_on_white() -> None:
    image = SMALL.quantize(8)
    opaque = screen(encode(image), None)
    shaded = screen(encode(image, transparency=bytes((0, 128, 255, 255, 255, 255, 255, 255))), None)
    assert shaded.passed
    assert shaded.signature != opaque.signature


def test_a_colour_key_is_judged_on_white() -> None:
    image = Image.new("RGB", (64, 64), (10, 20, 30))
    assert screen(encode(image, transparency=(10, 20, 30)), None).reasons == ("bright", "blank")


@pytest.mark.parametrize(
    "data",
    [
        encode(SMALL, "JPEG", icc_profile=b"no profile"),
        jpeg_with(FILES["JPEG"], 0xE2, b"ICC_PROFILE\0\x02\x09half"),
        png_with(FILES["PNG"], b"iCCP", b"name\0\0not deflated"),
        encode(SMALL, "WEBP", icc_profile=b"no profile"),
        jpeg_with(FILES["JPEG"], 0xE1, b"Exif\0\0MM\0*\0\0\0\x08\0\x05\x01\x1a\0\x05\0\0\x7f\xff\x7f\xff\xff\xff"),
        jpeg_with(FILES["JPEG"], 0xE1, b"Exif\0\0II*\0\xff\xff\xff\xff"),
        png_with(FILES["PNG"], b"eXIf", b"MM\0*\xff\xff\xff\xff"),
        encode(SMALL, "WEBP", exif=b"Exif\0\0nothing"),
    ],
    ids=["icc", "half an icc", "png icc", "webp icc", "exif", "exif offset", "png exif", "webp exif"],
)
def test_damaged_profiles_and_exif_do_not_matter(data: bytes) -> None:
    assert screen(data, None).passed


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_an_animation_is_judged_by_its_first_picture(kind: str) -> None:
    frames = [scene(120, 90, seed=seed) for seed in (1, 2, 3)]
    moving = encode(frames[0], kind, save_all=True, append_images=frames[1:], lossless=True)
    verdict = screen(moving, None)
    assert verdict.passed
    assert verdict.warnings == ("animated",)
    assert verdict.hash == screen(encode(frames[0], kind, lossless=True), None).hash


def test_a_damaged_animation_is_judged_by_its_still_picture() -> None:
    assert screen(png_with(FILES["PNG"], b"acTL", bytes(8)), None).warnings == ("animated",)


def test_a_frame_control_cannot_hide_most_of_a_png() -> None:
    corner = bytes(4) + (8).to_bytes(4) + (8).to_bytes(4) + bytes(14)
    assert screen(png_with(FILES["PNG"], b"fcTL", corner), None).hash == screen(FILES["PNG"], None).hash


def test_sixty_four_threads_see_what_one_does() -> None:
    files = [encode(scene(256, 256, seed=seed), kind) for seed in range(4) for kind in FORMATS] + [FILES["JPEG"][:-9]]
    alone = [screen(data, None) for data in files]
    gate = threading.Barrier(64)

    def judge(start: int) -> bool:
        gate.wait()
        order = files[start % len(files) :] + files[: start % len(files)]
        found = {id(data): screen(data, None) for data in order}
        return [found[id(data)] for data in files] == alone

    with ThreadPoolExecutor(64) as pool:
        assert all(pool.map(judge, range(64)))


PEAK = """
import pathlib, sys
from proofpress.imaging.screening import screen

def peak():
    status = pathlib.Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0])

small, large = (open(name, "rb").read() for name in sys.argv[1:])
screen(small, None)
before = peak()
print(screen(large, None).passed, peak() - before)
"""
MOST_BYTES_A_PIXEL = 13
"""The picture, what its decoder keeps beside it (a progressive JPEG all coefficients, a WebP two canvases), a quarter."""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells the peak of a process")
@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("JPEG", {}),
        ("JPEG", {"progressive": True}),
        ("PNG", {"compress_level": 1}),
        ("WEBP", {"method": 0}),
        ("WEBP", {"lossless": True, "method": 0}),
    ],
    ids=["jpeg", "progressive jpeg", "png", "webp", "lossless webp"],
)
def test_the_largest_picture_takes_bounded_memory(tmp_path: Path, kind: str, options: dict[str, object]) -> None:
    width, height = 8000, 4990
    assert 0.99 * MAX_PIXELS < width * height <= MAX_PIXELS
    (tmp_path / "small").write_bytes(encode(scene(64, 64), kind, **options))
    (tmp_path / "large").write_bytes(encode(scene(500, 312).resize((width, height)), kind, **options))
    command = [sys.executable, "-c", PEAK, str(tmp_path / "small"), str(tmp_path / "large")]
    passed, kilobytes = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    assert int(kilobytes) * 1024 < MOST_BYTES_A_PIXEL * MAX_PIXELS, passed


def test_the_pixels_of_a_webp_are_the_same_where_its_decoder_left_them() -> None:
    for name in ("WebP", "lossless WebP", "extended WebP"):
        copied, left = load(open_image(FILES[name])), pixels(open_image(FILES[name]))
        assert left.convert("RGB").tobytes() == copied.convert("RGB").tobytes()


def test_an_interlaced_png_is_judged() -> None:
    verdict = screen(interlaced((120, 90)), None)
    assert verdict.passed
    assert float(verdict.figures["spread"]) > 240


def interlaced(size: tuple[int, int]) -> bytes:
    """A grey PNG in Adam7's seven passes: a slope down each of them."""
    width, height = size
    passes = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
    rows = [
        b"\0" + bytes((2 * x + y) % 256 for x in range(left, width, across))
        for left, top, across, down in passes
        for y in range(top, height, down)
    ]
    header = width.to_bytes(4) + height.to_bytes(4) + b"\x08\0\0\0\x01"
    chunks = ((b"IHDR", header), (b"IDAT", compress(b"".join(rows))), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(png_chunk(*chunk) for chunk in chunks)
