"""The same machine on Firestore and Cloud Storage, as Google's clients see them."""

from contextlib import closing
from pathlib import Path
from typing import ClassVar
from uuid import uuid4

import pytest

from proofpress.adapters.google.ledger import FirestoreLedger
from proofpress.adapters.google.store import CloudStore
from proofpress.ports import Bucket, Stored
from tests.statemachine.calls import Calls
from tests.statemachine.machine import PipelineMachine
from tests.support.buckets import NAMES, storage_server
from tests.support.pipeline import Notify, Parts, Pipeline


class NotifyingStore(CloudStore):
    """Tells of what it created, in place of a bucket's notification."""

    def __init__(self, notify: Notify) -> None:
        super().__init__("test", NAMES)
        self._notify = notify

    def put(
        self, bucket: Bucket, name: str, data: bytes, content_type: str, metadata: dict[str, str] | None = None
    ) -> Stored:
        """Create an object, and tell."""
        stored = super().put(bucket, name, data, content_type, metadata)
        self._notify(stored)
        return stored


class EmulatedMachine(PipelineMachine):
    """One batch in a database and buckets of its own."""

    host: ClassVar[str]
    """Of the Firestore emulator."""

    def pipeline(self, folder: Path, calls: Calls) -> Pipeline:
        """The stages on emulated parts."""
        patch = self.opened.enter_context(pytest.MonkeyPatch.context())
        patch.setenv("FIRESTORE_EMULATOR_HOST", self.host)
        self.opened.enter_context(storage_server(folder / "buckets", patch))

        def parts(_folder: Path, notify: Notify) -> Parts:
            store = self.opened.enter_context(closing(NotifyingStore(notify)))
            return Parts(FirestoreLedger(f"test-{uuid4().hex}", "proofpress"), store)

        made = Pipeline(folder, calls.models(), wrapped=calls.with_batch_lane, parts=parts)
        return self.opened.enter_context(closing(made))
