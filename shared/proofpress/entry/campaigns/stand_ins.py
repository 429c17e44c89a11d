"""Photos that nobody fetched, where an event is rehearsed."""

import hashlib

from proofpress.manifests.files import Files

_PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63f8cfc0f01f0005000"
    "1ff5695d3a00000000049454e44ae426082"
)
"""A PNG of one pixel, for photos that nobody fetched."""
_PHOTOS = "photos"


def stand_in(url: str) -> str:
    """The path under which a photo is found that was not fetched; every address has its own."""
    return f"{_PHOTOS}/{hashlib.sha256(url.encode()).hexdigest()}.png"


class WithStandIns:
    """The files of a campaign, and stand-ins for photos that were not fetched."""

    def __init__(self, files: Files, folder: str) -> None:
        self._files = files
        self._folder = folder

    def read(self, path: str, limit: int) -> bytes:
        """The bytes of a file."""
        below = path.removeprefix(f"{self._folder}/") if self._folder else path
        try:
            return self._files.read(below, limit)
        except FileNotFoundError:
            if not path.startswith(f"{_PHOTOS}/"):
                raise
            return _PIXEL + path.encode()
