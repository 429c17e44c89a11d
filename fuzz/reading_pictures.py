"""Pictures from models and from shops: screened, cut to size, made small."""

import io
from collections.abc import Callable
from functools import partial

from PIL import Image, ImageDraw

from fuzz.target import Target
from proofpress.imaging.cropping import fit
from proofpress.imaging.decoding import BrokenImage
from proofpress.imaging.screening import Asked, screen
from proofpress.imaging.thumbnails import thumbnail

_ASKED = Asked("1:1", 1024, 1024, "image/png")


def _drawn(mode: str = "RGB") -> Image.Image:
    image = Image.new("RGB", (24, 16), "navy")
    pen = ImageDraw.Draw(image)
    for step in range(0, 24, 3):
        pen.line((step, 0, 24 - step, 16), (step * 9, 200, 90), 1)
    return image.convert(mode)


def _saved(image: Image.Image, kind: str, **options: object) -> bytes:
    target = io.BytesIO()
    image.save(target, kind, **options)
    return target.getvalue()


def seeds() -> tuple[bytes, ...]:
    """Small pictures of every kind, with what readers stumble over."""
    picture, exif = _drawn(), Image.Exif()
    exif[274] = 6
    profile = {"icc_profile": b"not a profile" * 20, "exif": exif.tobytes()}
    return (
        _saved(picture, "JPEG", **profile),
        _saved(picture, "JPEG", progressive=True),
        _saved(_drawn("CMYK"), "JPEG"),
        _saved(picture, "PNG", **profile),
        _saved(_drawn("P"), "PNG", transparency=3),
        _saved(Image.new("I;16", (24, 16), 40_000), "PNG"),
        _saved(picture, "PNG", save_all=True, append_images=[_drawn(), _drawn()]),
        _saved(picture, "WEBP", **profile),
        _saved(_drawn("RGBA"), "WEBP", lossless=True),
        _saved(picture, "WEBP", save_all=True, append_images=[_drawn()], duration=40),
        _saved(picture, "GIF"),
    )


def _screen(data: bytes) -> None:
    screened = screen(data, _ASKED)
    if screened.passed == bool(screened.reasons):
        raise AssertionError("a verdict without a reason, or a reason without a verdict")


def _fit(data: bytes) -> None:
    fit(data, 30, 70)


def _target(name: str, read: Callable[[bytes], object]) -> Target:
    return Target(f"picture-{name}", read, (BrokenImage,), seeds())


TARGETS = (_target("screen", _screen), _target("fit", _fit), _target("thumbnail", partial(thumbnail, box=32)))
