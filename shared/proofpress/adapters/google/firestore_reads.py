"""Reads of Firestore. None names a time or a transaction, so each sees every commit that returned before it."""

from typing import Any, TypeVar

from google.cloud.firestore import Client
from google.cloud.firestore import Query as FirestoreQuery
from google.cloud.firestore_v1.aggregation import AggregationQuery

from proofpress.adapters.google.firestore_documents import READ, record_of, reference
from proofpress.adapters.google.firestore_retrying import ONCE
from proofpress.domain.records import Record

R = TypeVar("R", bound=Record)

GET_SECONDS = 20.0
QUERY_SECONDS = 120.0
"""How long one try may take."""


def get(client: Client, kind: type[R], key: str) -> R | None:
    """The record of a key, or None."""
    snapshot = reference(client, kind, key).get(READ, retry=ONCE, timeout=GET_SECONDS)
    return record_of(kind, snapshot) if snapshot.exists else None


def find(query: FirestoreQuery, kind: type[R]) -> list[R]:
    """The records that a query finds, in its order."""
    snapshots = query.select(READ).get(retry=ONCE, timeout=QUERY_SECONDS)
    return [record_of(kind, snapshot) for snapshot in snapshots]


def count(query: FirestoreQuery) -> int:
    """How many documents a query finds."""
    return _figure(AggregationQuery(query).count())


def total(query: FirestoreQuery, field: str) -> int:
    """The sum of an integer field over the documents that a query finds."""
    return _figure(AggregationQuery(query).sum(field))


def _figure(query: AggregationQuery) -> int:
    answer: Any = query.get(retry=ONCE, timeout=QUERY_SECONDS)
    return int(answer[0][0].value)
