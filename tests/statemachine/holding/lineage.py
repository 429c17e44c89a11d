"""Every object has a record with its instruction, and every picture that a record names is there."""

from collections.abc import Callable, Mapping

from proofpress.domain.records import Attempt, Final
from proofpress.ports import Bucket
from proofpress.stages.names import attempt_key, final_key
from tests.statemachine.snapshot import Snapshot


def check_lineage(seen: Snapshot) -> None:
    """In both buckets that paid pictures lie in."""
    _check(seen, Bucket.DRAFTS, {attempt.key: attempt for attempt in seen.attempts}, attempt_key)
    _check(seen, Bucket.FINALS, {final.key: final for final in seen.finals}, final_key)


def _check(seen: Snapshot, bucket: Bucket, records: Mapping[str, Attempt | Final], key: Callable[[str], str]) -> None:
    store = seen.pipeline.store
    names = store.names(bucket)
    for name in names:
        record = records.get(key(name))
        assert record is not None, f"{bucket}/{name} has no record"
        if record.instruction is None:
            stored = store.stat(bucket, name)
            assert stored is not None
            assert stored.metadata.get("source"), f"{bucket}/{name} has no lineage"
    assert {record.image.name for record in records.values() if record.image} <= set(names)
