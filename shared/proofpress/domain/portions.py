"""How many calls of the batch lane one job takes: by count and by what is sent. Pure."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from proofpress.domain.jobs import JobLimits

LIMITS = JobLimits(lines=500, input_bytes=500_000_000, output_bytes=1_000_000_000, jobs=100)
"""Of a job, below what either form of the API allows: one that hangs or fails takes no more than this with it, and its
results are collected within one delivery."""

LINE_BYTES = 4_000
"""Of a line besides its prompt, on the high side; pictures that are sent along are files of their own."""

T = TypeVar("T")


def portions(calls: Iterable[tuple[T, int]], most: int, most_bytes: int) -> Iterator[list[T]]:
    """The calls with the bytes of their lines, in their order, in as few jobs as have room for them.

    A call that is larger than any job goes alone: the service says then what is wrong with it.
    """
    portion: list[T] = []
    size = 0
    for call, line in calls:
        if portion and (len(portion) >= most or size + line > most_bytes):
            yield portion
            portion, size = [], 0
        portion.append(call)
        size += line
    if portion:
        yield portion
