"""Pictures for the desk: drafts and finals as they are, and thumbnails that are made once."""

import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

from werkzeug.exceptions import NotFound
from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from proofpress.domain.records import StoredImage
from proofpress.ports import AlreadyExists, Bucket, Store

BOX = 480
"""Pixels of the longer side of a thumbnail: a row of the sheet on a screen with two pixels to the point."""
_WEBP = "image/webp"
_SHOWN = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif", "image/avif"})
"""What a browser shows as a picture and nothing else."""
_AT_A_TIME = 2
"""Thumbnails that are cut at once: more of them would only wait for the processor and hold memory."""
_KEPT = 7 * 86_400

Link = Callable[[Bucket, str], str]
"""A URL at which a browser reads an object by itself for a while."""


class Pictures(Protocol):
    """Answers with pictures."""

    def whole(self, request: Request, image: StoredImage) -> Response:
        """A picture as it is; NotFound where it is gone."""

    def small(self, request: Request, image: StoredImage) -> Response:
        """Its thumbnail; NotFound where it is gone or no picture."""


class Shelf:
    """The thumbnails of a store: each is made when it is first asked for, and kept under the hash of its picture."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._cutting = threading.BoundedSemaphore(_AT_A_TIME)

    def get(self, image: StoredImage) -> bytes:
        """The thumbnail of a picture; NotFound where there is none to be made."""
        name = name_of(image)
        with suppress(FileNotFoundError):
            return self._store.get(Bucket.THUMBS, name)
        return self._made(image, name)

    def keep(self, image: StoredImage) -> str:
        """The name of a picture's thumbnail, which is there afterwards; NotFound where there is none to be made."""
        name = name_of(image)
        if self._store.stat(Bucket.THUMBS, name) is None:
            self._made(image, name)
        return name

    def _made(self, image: StoredImage, name: str) -> bytes:
        from proofpress.imaging.decoding import BrokenImage
        from proofpress.imaging.thumbnails import thumbnail

        with self._cutting:
            try:
                data = thumbnail(self._store.get(Bucket(image.bucket), image.name), box=BOX)
            except (FileNotFoundError, ValueError, BrokenImage) as error:
                raise NotFound("The picture is gone, or cannot be read.") from error
        with suppress(AlreadyExists):
            self._store.put(Bucket.THUMBS, name, data, _WEBP)
        return data


def name_of(image: StoredImage) -> str:
    """Where a thumbnail lies: by content, because an object of the same name in a later run is another picture."""
    return f"{image.sha256[:2]}/{image.sha256}-{BOX}.webp"


class Served:
    """Pictures that the desk sends itself."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._shelf = Shelf(store)

    def whole(self, request: Request, image: StoredImage) -> Response:
        """The bytes of a draft or a final."""
        if image.mime not in _SHOWN:
            raise NotFound("This is no picture that a browser shows.")
        try:
            data = self._store.get(Bucket(image.bucket), image.name)
        except (FileNotFoundError, ValueError) as error:
            raise NotFound("The picture is gone.") from error
        return _kept(request, Response(data, mimetype=image.mime), image.sha256)

    def small(self, request: Request, image: StoredImage) -> Response:
        """The bytes of its thumbnail."""
        return _kept(request, Response(self._shelf.get(image), mimetype=_WEBP), f"{image.sha256}-{BOX}")


class Linked:
    """Pictures that the browser fetches from the bucket itself, at URLs that work for a while."""

    def __init__(self, store: Store, link: Link, seconds: int) -> None:
        self._shelf = Shelf(store)
        self._link = link
        self._seconds = seconds

    def whole(self, request: Request, image: StoredImage) -> Response:  # noqa: ARG002 - as the port has it
        """Leads to the draft or the final."""
        return self._led(Bucket(image.bucket), image.name)

    def small(self, request: Request, image: StoredImage) -> Response:  # noqa: ARG002
        """Leads to the thumbnail."""
        return self._led(Bucket.THUMBS, self._shelf.keep(image))

    def _led(self, bucket: Bucket, name: str) -> Response:
        answer = redirect(self._link(bucket, name), 302)
        # Shorter than the URL works, so that no browser is led to one that ran out.
        answer.headers["Cache-Control"] = f"private, max-age={self._seconds // 2}"
        return answer


def _kept(request: Request, answer: Response, tag: str) -> Response:
    answer.set_etag(tag)
    answer.headers["Cache-Control"] = f"private, max-age={_KEPT}, immutable"
    return answer.make_conditional(request)
