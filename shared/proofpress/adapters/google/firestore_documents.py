"""Records as documents: their ids, their fields, and the revisions that compare-and-set goes by."""

import hashlib
from typing import Any, NamedTuple, Self, TypeVar
from urllib.parse import quote

from google.cloud.firestore import DELETE_FIELD, Client, DocumentReference, DocumentSnapshot
from google.protobuf.timestamp_pb2 import Timestamp  # type: ignore[import-untyped]

from proofpress.adapters.encoding import cell, name_of, record_from
from proofpress.domain.errors import Drop
from proofpress.domain.records import MAX_BYTES, Record

R = TypeVar("R", bound=Record)
Snapshot = DocumentSnapshot[DocumentReference]

BODY, COMMITS, EXPIRES = "body", "commits", "expires"
"""Besides a kind's indexed fields: the record as JSON, the commits that wrote it, and when it may be forgotten."""

READ = (BODY, COMMITS)
"""The fields that make a record; the others are there for the indexes."""

MOST_COMMITS = 16
"""How many of its last commits a document names. Enough that a commit is still named when its writer, having got no
answer, looks for it a moment later, however many others have replaced the document since."""

_PREFIX = 4


class Revision(NamedTuple):
    """When a document was written, to the nanosecond, and by which commits, the latest first."""

    updated: str
    commits: tuple[str, ...]

    @classmethod
    def of(cls, snapshot: Snapshot) -> Self:
        """The revision at which a document was read."""
        return cls(snapshot.update_time.rfc3339(), tuple((snapshot.to_dict() or {})[COMMITS]))

    @classmethod
    def read(cls, text: str) -> Self:
        """The revision of a record that was read or committed."""
        updated, *commits = text.split()
        return cls(updated, tuple(commits))

    def __str__(self) -> str:
        return " ".join((self.updated, *self.commits))

    @property
    def timestamp(self) -> Timestamp:
        """The moment as the client takes it without rounding."""
        moment = Timestamp()
        moment.FromJsonString(self.updated)
        return moment

    def followed_by(self, commit: str) -> tuple[str, ...]:
        """The commits that the next version of the document names."""
        return (commit, *self.commits)[:MOST_COMMITS]


def document_id(key: str) -> str:
    """The id of a key's document: the key, legibly, behind a hash that spreads neighbours over the key range."""
    legible = quote(key, safe="/").replace("/", ":")
    return f"{hashlib.sha256(key.encode()).hexdigest()[:_PREFIX]}:{legible}"


def reference(client: Client, kind: type[Record], key: str) -> DocumentReference:
    """Where the record of a key is."""
    return client.collection(name_of(kind)).document(document_id(key))


def body_of(record: Record) -> str:
    """A record's JSON; Drop where no document can hold it."""
    body = record.model_dump_json()
    if len(body.encode()) > MAX_BYTES:
        kind = type(record).__name__
        raise Drop(f"The {kind} {record.key} is larger than {MAX_BYTES:,} bytes, which no Firestore document may be.")
    return body


def fields_of(record: Record, commits: tuple[str, ...]) -> dict[str, Any]:
    """The fields of a new document; a listed field is an array."""
    indexed = {field: cell(getattr(record, field)) for field in record.indexed}
    listed = {field: list(getattr(record, field)) for field in record.listed}
    expires = {EXPIRES: record.expires} if record.expires else {}
    return indexed | listed | expires | {BODY: body_of(record), COMMITS: list(commits)}


def updates_of(record: Record, commits: tuple[str, ...]) -> dict[str, Any]:
    """The fields of a document that replaces another."""
    return {EXPIRES: DELETE_FIELD} | fields_of(record, commits)


def record_of(kind: type[R], snapshot: Snapshot) -> R:
    """The record of a document that exists; Stop where this version of Proofpress cannot read it."""
    return record_from(kind, str(Revision.of(snapshot)), (snapshot.to_dict() or {})[BODY])
