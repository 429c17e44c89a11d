"""What every record of the ledger is: versioned JSON beside the few fields that queries use."""

from datetime import datetime, timedelta
from typing import ClassVar, Self

from pydantic import BaseModel, ConfigDict, Field

MAX_BYTES = 900_000
"""Of a record's JSON, so that every ledger can hold it: Firestore's documents end at 1 MiB, names and all."""

KEPT = timedelta(days=30)
"""How long a ledger that tidies up keeps a record that nothing refers to any more."""


class Record(BaseModel):
    """Base of all records. `revision` is the adapter's token for compare-and-set, not part of the stored body."""

    model_config = ConfigDict(frozen=True)

    indexed: ClassVar[tuple[str, ...]] = ()
    """Fields that queries may use, besides the key."""
    listed: ClassVar[tuple[str, ...]] = ()
    """Fields of several texts each, by any one of which queries may find the record."""

    version: int = 1
    revision: str = Field(default="", exclude=True)

    @property
    def key(self) -> str:
        """Unique among the records of its kind."""
        raise NotImplementedError

    @property
    def expires(self) -> datetime | None:
        """When a ledger that tidies up may forget the record; None: never, it is lineage."""
        return None

    @property
    def size(self) -> int:
        """Bytes of the stored JSON."""
        return len(self.model_dump_json().encode())

    def having(self, **changes: object) -> Self:
        """A copy with some fields changed, keeping the revision it was read at."""
        return self.model_copy(update=changes)
