"""What a Firestore database is like."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from proofpress.adapters.google.firestore_indexes import CompositeIndex, Field
from proofpress.adapters.google.inspection import Inspector

_NATIVE = "FIRESTORE_NATIVE"
_ID = "__name__"
_TTL = "ttlConfig:*"


@dataclass(frozen=True)
class FoundDatabase:
    """A database with its indexes. What is still being built does not serve yet."""

    native: bool
    composites: frozenset[CompositeIndex]
    being_built: frozenset[CompositeIndex]
    expiring: frozenset[Field]


def find_database(
    inspector: Inspector, project: str, database: str, collections: Iterable[str]
) -> FoundDatabase | None:
    """A database by its id, with what some of its collections have; None where there is none."""
    path = f"projects/{project}/databases/{database}"
    answer = inspector.get("firestore", path)
    if answer is None:
        return None
    groups = [f"{path}/collectionGroups/{collection}" for collection in collections]
    indexes = [each for group in groups for each in inspector.pages("firestore", f"{group}/indexes", "indexes")]
    fields = [
        each for group in groups for each in inspector.pages("firestore", f"{group}/fields", "fields", filter=_TTL)
    ]
    return FoundDatabase(
        answer.body.get("type") == _NATIVE,
        frozenset(_composites(index for index in indexes if index.get("state") == "READY")),
        frozenset(_composites(index for index in indexes if index.get("state") == "CREATING")),
        frozenset(_expiring(fields)),
    )


def _composites(indexes: Iterable[Mapping[str, Any]]) -> Iterator[CompositeIndex]:
    """Indexes of ours: over one collection, ascending; the id at the end goes without saying."""
    for index in indexes:
        fields = [field for field in index.get("fields", ()) if field["fieldPath"] != _ID]
        ascending = all(field.get("order") == "ASCENDING" for field in fields)
        if index.get("queryScope") == "COLLECTION" and ascending:
            yield CompositeIndex(_part(index, "collectionGroups"), tuple(field["fieldPath"] for field in fields))


def _expiring(fields: Iterable[Mapping[str, Any]]) -> Iterator[Field]:
    for field in fields:
        if field.get("ttlConfig", {}).get("state") in {"ACTIVE", "CREATING"}:
            yield Field(_part(field, "collectionGroups"), _part(field, "fields"))


def _part(resource: Mapping[str, Any], after: str) -> str:
    """The word behind another one in the name of a resource."""
    words = str(resource["name"]).split("/")
    return words[words.index(after) + 1]
