"""One atomic commit, which is applied once and answered rightly even where Firestore's answer is lost."""

from datetime import UTC, datetime, timedelta
from secrets import token_hex

from google.api_core.exceptions import GoogleAPICallError
from google.cloud.firestore import Client, WriteBatch

from proofpress.adapters.google.firestore_documents import COMMITS, EXPIRES, Revision, Snapshot
from proofpress.adapters.google.firestore_errors import REFUSALS, is_condition
from proofpress.adapters.google.firestore_retrying import ONCE, given_up, pauses, retried
from proofpress.adapters.google.firestore_writes import Write
from proofpress.adapters.google.transient import TRANSIENT
from proofpress.domain.errors import Drop
from proofpress.domain.records import Record
from proofpress.ports import REFUSED, Change, Receipt

SECONDS = 30.0
"""How long one try may take."""

MOST_BYTES = 10 * 2**20
"""Of a request to Firestore."""

MARKERS = "commit"
"""The collection of documents that stand for commits of nothing but deletions."""

MARKED = timedelta(days=1)
"""How long such a document is kept; it is looked for within seconds."""


class Commit:
    """A batch of conditional writes that all carry one token.

    Sending it again is safe: its token is new, so every write changes its document, and the condition of a write that
    was applied holds no more. After a failure without a clear answer the token in the documents tells whether the
    commit was applied. One that only deletes leaves a marker with the token.
    """

    def __init__(self, client: Client, changes: tuple[Change, ...]) -> None:
        self._client = client
        self._token = token_hex(8)
        writes = [Write(client, change, self._token) for change in changes]
        self._deletions = [write for write in writes if write.deletes]
        self._lasting = [write for write in writes if not write.deletes]
        self._marker = client.collection(MARKERS).document(self._token)

    def send(self) -> Receipt:
        """Apply all changes or none; Retry where Firestore fails for longer than the tries last, Drop for too much."""
        batch = self._batch()
        last: GoogleAPICallError | None = None
        for _ in pauses():
            try:
                results = batch.commit(retry=ONCE, timeout=SECONDS)
            except REFUSALS as error:
                if not is_condition(error):
                    raise
                return (self._looked_up() if last else None) or REFUSED
            except TRANSIENT as error:
                last = error
                if receipt := self._looked_up():
                    return receipt
            else:
                moments = [result.update_time.rfc3339() for result in results[: len(self._lasting)]]
                return Receipt(tuple(map(Write.written, self._lasting, moments)))
        raise given_up(last) from last

    def _batch(self) -> WriteBatch:
        batch = self._client.batch()
        size = sum(write.add_to(batch) for write in (*self._lasting, *self._deletions))
        if size > MOST_BYTES:
            count = len(batch)
            raise Drop(f"{count} changes have {size:,} bytes; Firestore commits no more than {MOST_BYTES:,} at once.")
        if not self._lasting:
            batch.create(self._marker, {COMMITS: [self._token], EXPIRES: datetime.now(UTC) + MARKED})
        return batch

    def _looked_up(self) -> Receipt | None:
        """The receipt of a commit that was applied without an answer; None where it was not applied."""
        found = {snapshot.reference.path: snapshot for snapshot in retried(self._documents)}
        if not any(self._token in _commits(snapshot) for snapshot in found.values()):
            return None
        return Receipt(tuple(self._as_seen(write, found[write.place.path]) for write in self._lasting))

    def _documents(self) -> list[Snapshot]:
        places = [write.place for write in self._lasting] or [self._marker]
        return list(self._client.get_all(places, field_paths=[COMMITS], retry=ONCE, timeout=SECONDS))

    def _as_seen(self, write: Write, snapshot: Snapshot) -> Record:
        if _commits(snapshot)[:1] == (self._token,):
            return write.written(Revision.of(snapshot).updated)
        # Somebody has replaced or deleted it since: the revision that it had before lets nothing more be done with it.
        return write.change.record


def _commits(snapshot: Snapshot) -> tuple[str, ...]:
    return Revision.of(snapshot).commits if snapshot.exists else ()
