"""Small pictures for the page, as data URIs, so that it is one file."""

import base64
import os
import tempfile
from pathlib import Path

from proofpress.imaging.decoding import BrokenImage
from proofpress.imaging.thumbnails import thumbnail
from proofpress.ports import Bucket, Store
from proofpress.reporting.model import ObjectReport

MOST = 1_200
"""Thumbnails of one page: 400 drafts with as many keepers beside their finals, some 10 MB."""

_QUALITY = 70


class Thumbnails:
    """Makes thumbnails from a store and keeps them in a folder: a second report of the same batch reads them there.

    It makes `most` of them: the page of a large batch links the other pictures, so that it can still be opened and
    mailed, and making it takes no more memory than that of a small one.
    """

    def __init__(self, store: Store, cache: Path, *, most: int = MOST) -> None:
        self._store = store
        self._cache = cache
        self._left = most

    def __call__(self, image: ObjectReport, box: int) -> str | None:
        """The data URI of a picture shrunk into a square of `box` pixels; None where it is gone, unreadable or too many."""
        if self._left <= 0:
            return None
        self._left -= 1
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
