"""What a ledger and its buckets say of a batch."""

from proofpress.adapters.google.ledger import FirestoreLedger
from proofpress.adapters.local.ledger import SqliteLedger
from proofpress.domain import queries
from proofpress.domain.records import Attempt, Batch, Final, Item
from proofpress.ports import Store


class Books:
    """Records and objects, wherever they lie."""

    def __init__(self, ledger: SqliteLedger | FirestoreLedger, store: Store) -> None:
        self.ledger, self.store = ledger, store

    def batch(self, batch: str = "b") -> Batch:
        """The batch's record."""
        found = self.ledger.get(Batch, batch)
        assert found is not None
        return found

    def attempts(self, batch: str = "b") -> list[Attempt]:
        """All attempts, by key."""
        return sorted(self.ledger.find(queries.attempts(batch)), key=lambda attempt: attempt.key)

    def finals(self, batch: str = "b") -> list[Final]:
        """All finals, by key."""
        return sorted(self.ledger.find(queries.finals(batch)), key=lambda final: final.key)

    def items(self, batch: str = "b") -> list[Item]:
        """All items, in the manifest's order."""
        return sorted(self.ledger.find(queries.items(batch)), key=lambda item: item.position)

    def keepers(self, batch: str = "b") -> list[str]:
        """Keys of the delivered attempts."""
        return [attempt.key for attempt in self.attempts(batch) if attempt.state == "delivered"]
