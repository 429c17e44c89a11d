"""Reading many records a page at a time."""

from collections.abc import Iterator
from dataclasses import replace

from proofpress.domain.queries import Query, R
from proofpress.ports import Ports

PAGE = 100


def pages(ports: Ports, query: Query[R], size: int = PAGE) -> Iterator[R]:
    """The records of a query in the order of their keys, however many there are."""
    after = ""
    while page := ports.ledger.find(replace(query, limit=size, after=after)):
        yield from page
        after = page[-1].key
