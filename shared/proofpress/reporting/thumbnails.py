"""Small pictures for the page, as data URIs, so that it is one file."""

import base64
import os
import tempfile
from pathlib import Path

from proofpress.imaging.decoding import BrokenImage
from proofpress.imaging.thumbnails import thumbnail
from proofpress.ports import Bucket, Store
from proofpress.reporting.model import ObjectReport

_QUALITY = 70


class Thumbnails:
    """Makes thumbnails from a store and keeps them in a folder: a second report of the same batch reads them there."""

    def __init__(self, store: Store, cache: Path) -> None:
        self._store = store
        self._cache = cache

    def __call__(self, image: ObjectReport, box: int) -> str | None:
        """The data URI of a picture shrunk into a square of `box` pixels; None where it is gone or unreadable."""
        # By content: an object of the same name in a later run of this folder is another picture.
        cached = self._cache / f"{image.sha256}-{box}.webp"
        try:
            data = cached.read_bytes()
        except FileNotFoundError:
            made = self._make(image, box)
            if made is None:
                return None
            data = made
            _write_whole(cached, data)
        return "data:image/webp;base64," + base64.b64encode(data).decode()

    def _make(self, image: ObjectReport, box: int) -> bytes | None:
        try:
            return thumbnail(self._store.get(Bucket(image.bucket), image.name), box=box, quality=_QUALITY)
        except (OSError, ValueError, BrokenImage):
            return None


def _write_whole(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
    Path(name).replace(path)
