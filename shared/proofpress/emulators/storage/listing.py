"""Lists of objects, page by page."""

import base64
import binascii
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from proofpress.emulators.storage.entries import Entry, need_bucket, walk
from proofpress.emulators.storage.globs import compile_glob
from proofpress.emulators.storage.messages import Reply, Request, answer
from proofpress.emulators.storage.refusals import Refused, invalid
from proofpress.emulators.storage.state import State


def list_objects(request: Request, state: State) -> Reply:
    """One page of a bucket's objects, and of the common prefixes of the others where a delimiter is given."""
    if request.query.get("softDeleted") == "true":
        raise Refused(501, "notImplemented", "This server does not keep deleted objects.")
    wish = _Wish.of(request)
    limit = page_size(request, state)
    with state.index.reading() as db:
        need_bucket(db, request.bucket)
        found = _take(wish.find(walk(db, request.bucket, wish.start)), limit + 1)
    more = len(found) > limit
    page = found[:limit]
    items = [each.resource(request.base) for each in page if isinstance(each, Entry)]
    prefixes = [each for each in page if isinstance(each, str)]
    resource: dict[str, Any] = {"kind": "storage#objects"}
    resource |= {"nextPageToken": page_token(_name(page[-1]))} if more else {}
    resource |= {"prefixes": prefixes} if prefixes else {}
    resource |= {"items": items} if items else {}
    return answer(request, resource)


def page_size(request: Request, state: State) -> int:
    """How many names a page may have: as the client wants, but no more than the server gives."""
    wanted = request.number("maxResults")
    if wanted is not None and wanted < 0:
        raise invalid(f"Invalid unsigned integer value: '{wanted}'.")
    return min(wanted or state.page_limit, state.page_limit)


def page_token(last: str) -> str:
    """Names the last name of a page to the next request."""
    return base64.urlsafe_b64encode(last.encode()).decode()


def last_of_page(request: Request) -> str:
    """The name that a page token stands for; empty for the first page."""
    try:
        return base64.urlsafe_b64decode(request.query.get("pageToken", "").encode()).decode()
    except (binascii.Error, ValueError) as error:
        raise invalid("Invalid pageToken.") from error


@dataclass(frozen=True)
class _Wish:
    prefix: str
    delimiter: str
    first: str
    end: str
    glob: str
    after: str
    """The last name or common prefix of the page before."""

    @classmethod
    def of(cls, request: Request) -> "_Wish":
        names = ("prefix", "delimiter", "startOffset", "endOffset", "matchGlob")
        prefix, delimiter, first, end, glob = (request.query.get(name, "") for name in names)
        return cls(prefix, delimiter, first, end, glob, last_of_page(request))

    @property
    def start(self) -> str:
        return max(self.prefix, self.first, self.after)

    def find(self, entries: Iterator[Entry]) -> Iterator[Entry | str]:
        """What to list of the entries from the start on: entries, and each common prefix once."""
        pattern = compile_glob(self.glob) if self.glob else None
        told = self.after
        for entry in entries:
            if not entry.name.startswith(self.prefix) or (self.end and entry.name >= self.end):
                return
            if entry.name == self.after or (pattern and not pattern.fullmatch(entry.name)):
                continue
            common = self._common(entry.name)
            if common is None:
                yield entry
            elif common != told:
                told = common
                yield common

    def _common(self, name: str) -> str | None:
        """The prefix that stands for a name; None where the name is listed itself."""
        place = name.find(self.delimiter, len(self.prefix)) if self.delimiter else -1
        return None if place < 0 else name[: place + len(self.delimiter)]


def _take(found: Iterator[Entry | str], limit: int) -> list[Entry | str]:
    return [each for _, each in zip(range(limit), found, strict=False)]


def _name(each: Entry | str) -> str:
    return each if isinstance(each, str) else each.name
