"""Reference images: read once each, known by their bytes and not by their names."""

import hashlib

from proofpress.domain.spec import Reference
from proofpress.imaging.sniff import sniff
from proofpress.manifests.attachments import Attachments
from proofpress.manifests.limits import MAX_REFERENCE_BYTES
from proofpress.manifests.problems import Complaint

_SENDABLE = frozenset({"image/png", "image/jpeg", "image/webp", "image/heic", "image/heif"})
"""The image types that the models take."""


class References:
    """The reference images of a batch."""

    def __init__(self, attachments: Attachments) -> None:
        self._attachments = attachments
        self._known: dict[str, Reference | Complaint] = {}

    def read(self, path: str) -> Reference | Complaint:
        """Hash and type of an image, or why it cannot be sent."""
        if path not in self._known:
            self._known[path] = self._read(path)
        return self._known[path]

    def _read(self, path: str) -> Reference | Complaint:
        data = self._attachments.read(path, MAX_REFERENCE_BYTES)
        if isinstance(data, Complaint):
            return data
        mime = sniff(data)
        if mime is None or mime not in _SENDABLE:
            return Complaint(f"the file {path!r} is no image of a known type", "use PNG, JPEG, WEBP, HEIC or HEIF")
        return Reference(path=path, sha256=hashlib.sha256(data).hexdigest(), mime=mime, size=len(data))
