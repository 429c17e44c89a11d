"""How many calls of the batch lane one job takes: by count, by what is sent, and by what comes back. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

MOST_CALLS = 500
"""Of a job, where the service allows more: a job that hangs or fails then takes no more than this with it, and its
results are collected within one delivery."""

MOST_ANSWER_BYTES = 1_000_000_000
"""Half of the largest file that the service writes."""

ANSWER_BYTES_A_TOKEN = 1_800
"""Of the JSON that carries a picture, for each of its billed tokens, on the high side: a 1K picture of 1,120 tokens has
up to 1.5 MB, and a third more in base64."""

T = TypeVar("T")


@dataclass(frozen=True)
class Weighed(Generic[T]):
    """A call with what it adds to its job."""

    call: T
    line_bytes: int
    answer_bytes: int


@dataclass(frozen=True)
class Room:
    """What one job may hold."""

    calls: int
    line_bytes: int
    answer_bytes: int = MOST_ANSWER_BYTES


def portions(calls: Iterable[Weighed[T]], room: Room) -> Iterator[list[T]]:
    """The calls in their order, in as few jobs as have room for them; one that is larger than any job goes alone."""
    portion: list[T] = []
    line_bytes = answer_bytes = 0
    for weighed in calls:
        line_bytes += weighed.line_bytes
        answer_bytes += weighed.answer_bytes
        full = len(portion) >= room.calls or line_bytes > room.line_bytes or answer_bytes > room.answer_bytes
        if portion and full:
            yield portion
            portion, line_bytes, answer_bytes = [], weighed.line_bytes, weighed.answer_bytes
        portion.append(weighed.call)
    if portion:
        yield portion
