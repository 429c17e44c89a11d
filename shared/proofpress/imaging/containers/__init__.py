"""The file around the pixels: its size and whether it is whole, read from the bytes before any decoder sees them."""

from collections.abc import Callable

from proofpress.imaging.containers.container import Container
from proofpress.imaging.containers.jpeg import read_jpeg
from proofpress.imaging.containers.png import read_png
from proofpress.imaging.containers.webp import read_webp
from proofpress.imaging.sniff import sniff

__all__ = ["MAX_PIXELS", "Container", "inspect"]

MAX_PIXELS = 40_000_000
"""Twice the largest picture that a model returns (4K at 8:1, 19 megapixels); more is taken for a bomb."""

_READERS: dict[str, Callable[[bytes], Container]] = {
    "image/jpeg": read_jpeg,
    "image/png": read_png,
    "image/webp": read_webp,
}


def inspect(data: bytes) -> Container:
    """What a file says of itself. Never raises: what is wrong with the file is named in `fault`."""
    mime = sniff(data)
    if mime is None:
        return Container(fault="the bytes are no picture" if data else "there are no bytes")
    if mime not in _READERS:
        return Container(mime=mime, fault=f"{mime} is not read; ask for JPEG, PNG or WebP")
    return _READERS[mime](data)
