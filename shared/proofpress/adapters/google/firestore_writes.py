"""Changes of records as conditional writes of documents."""

from google.cloud.firestore import Client, WriteBatch, WriteOption

from proofpress.adapters.google.firestore_documents import BODY, Revision, fields_of, reference, updates_of
from proofpress.domain.records import Record
from proofpress.ports import Change, Create, Delete, Replace

_OVERHEAD = 4_000
"""Bytes of a write besides the record's JSON, at most."""


class Write:
    """One change on its way to Firestore, marked with the token of its commit."""

    def __init__(self, client: Client, change: Change, token: str) -> None:
        self.change = change
        self.place = reference(client, type(change.record), change.record.key)
        self.token = token
        self._client = client
        self._commits: tuple[str, ...] = (token,)
        if isinstance(change, Replace):
            self._commits = Revision.read(change.record.revision).followed_by(token)

    @property
    def deletes(self) -> bool:
        """Whether no document is left when the write is applied."""
        return isinstance(self.change, Delete)

    def add_to(self, batch: WriteBatch) -> int:
        """Join a batch, with the condition; returns about how many bytes that takes."""
        record = self.change.record
        match self.change:
            case Create():
                fields = fields_of(record, self._commits)
                batch.create(self.place, fields)
            case Replace():
                fields = updates_of(record, self._commits)
                batch.update(self.place, fields, option=self._unchanged())
            case Delete():
                batch.delete(self.place, option=self._unchanged())
                return _OVERHEAD
        return len(fields[BODY].encode()) + _OVERHEAD

    def written(self, updated: str) -> Record:
        """The record as the ledger has it after the commit of that moment."""
        return self.change.record.having(revision=str(Revision(updated, self._commits)))

    def _unchanged(self) -> WriteOption:
        return self._client.write_option(last_update_time=Revision.read(self.change.record.revision).timestamp)
