"""Lists in pages: a token is where the next page begins."""

from collections.abc import Sequence
from typing import TypeVar

from proofpress.simulator.refusal import Refused
from proofpress.simulator.reply import Request

T = TypeVar("T")


def page_of(found: Sequence[T], request: Request, largest: int) -> tuple[Sequence[T], str]:
    """The page that a request asks for, and the token of the next one, empty after the last."""
    try:
        start = int(request.query.get("pageToken") or 0)
        size = min(int(request.query.get("pageSize") or largest), largest)
    except ValueError as error:
        raise Refused(400, "The page size or the page token is not valid.") from error
    end = start + size
    return found[start:end], str(end) if end < len(found) else ""
