"""The ledger in Firestore, shared by every instance of every function."""

from collections.abc import Callable
from decimal import Decimal
from typing import TypeVar

from google.cloud.firestore import Client

from proofpress.adapters.encoding import NANO, check_total
from proofpress.adapters.google import firestore_reads as reads
from proofpress.adapters.google.firestore_client import Connection
from proofpress.adapters.google.firestore_commits import Commit
from proofpress.adapters.google.firestore_errors import explained
from proofpress.adapters.google.firestore_queries import built, finds_nothing, in_order
from proofpress.adapters.google.firestore_retrying import retried
from proofpress.domain.queries import Query
from proofpress.domain.records import Record
from proofpress.ports import REFUSED, Change, Create, Receipt

R = TypeVar("R", bound=Record)
T = TypeVar("T")


class FirestoreLedger:
    """A Ledger in a database of a project; connected on first use.

    A document per record, in a collection per kind. Commits are conditional writes in one batch, never transactions of
    the server: nobody holds a lock, and of many writers of one record one always wins.

    Retry where Firestore fails for longer than a few seconds; Stop where the project is not set up, or the account may
    not use it; Drop for a record or a commit that is too large.
    """

    def __init__(self, project: str, database: str) -> None:
        self._connection = Connection(project, database)

    def close(self) -> None:
        """Close the connection; the ledger cannot be used afterwards."""
        self._connection.close()

    def get(self, kind: type[R], key: str) -> R | None:
        """The record of a key, or None."""
        return self._read(lambda client: reads.get(client, kind, key))

    def commit(self, *changes: Change) -> Receipt:
        """Apply all changes, or none and return REFUSED: a key was taken, a record moved on, or two share a key."""
        if len({(type(change.record), change.record.key) for change in changes}) < len(changes):
            return REFUSED
        if any(not isinstance(change, Create) and not change.record.revision for change in changes):
            return REFUSED
        if not changes:
            return Receipt(())
        with explained(self._connection):
            return Commit(self._connection.client, changes).send()

    def find(self, query: Query[R]) -> list[R]:
        """The records that a query asks for.

        Records of equal order come in order of their keys, but in a limited query in that of their documents' ids.
        """
        if finds_nothing(query):
            return []
        return in_order(query, self._read(lambda client: reads.find(built(client, query), query.kind)))

    def count(self, query: Query[R]) -> int:
        """How many records meet a query; never more than its limit."""
        return 0 if finds_nothing(query) else self._read(lambda client: reads.count(built(client, query)))

    def total(self, query: Query[R], field: str) -> Decimal:
        """The sum of a dollar field over a query; ValueError for any other field, or one that is not indexed."""
        check_total(query, field)
        if finds_nothing(query):
            return Decimal(0)
        return Decimal(self._read(lambda client: reads.total(built(client, query), field))) / NANO

    def _read(self, question: Callable[[Client], T]) -> T:
        with explained(self._connection):
            client = self._connection.client
            return retried(lambda: question(client))
