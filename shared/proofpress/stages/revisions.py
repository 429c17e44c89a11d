"""Whether a record that was read is still what the ledger has."""

from proofpress.domain.records import Record
from proofpress.ports import Ports


def is_current(ports: Ports, *records: Record) -> bool:
    """Whether none of some records has changed since it was read: a commit that failed may be tried again."""
    found = [ports.ledger.get(type(record), record.key) for record in records]
    return all(now is not None and now.revision == record.revision for now, record in zip(found, records, strict=True))
