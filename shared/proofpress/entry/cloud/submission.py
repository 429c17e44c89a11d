"""Hand a manifest to a deployment, so that its batch starts once, or not at all.

The files that a manifest names go first and the manifest last, marked with its batch: what was broken off before that
starts nothing, and the same command puts it right.
"""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import PurePosixPath

from proofpress.domain import tracing
from proofpress.domain.dead_letters import dead_letter_id
from proofpress.domain.errors import BadInput
from proofpress.domain.events import ManifestRequested
from proofpress.domain.records import MAX_BYTES, Batch, DeadLetter
from proofpress.domain.states import BatchState
from proofpress.entry.cloud.deployment import Deployment
from proofpress.entry.cloud.envelope import FinalizedObject
from proofpress.entry.cloud.inbox_rule import MARK, started_batch
from proofpress.entry.manifest_files import LoadedManifest
from proofpress.imaging.sniff import sniff
from proofpress.manifests.formats.documents import SUFFIXES
from proofpress.ports import AlreadyExists, Bucket, Ledger, Replace, Store, Stored, Topic

TRACE = "traceparent"
"""The key of the metadata that begins the trace of a batch."""

_AT_ONCE = 8
"""Files that are uploaded beside each other; as many are in memory."""

_TEXT = "text/plain; charset=utf-8"


def upload(site: Deployment, batch: str, loaded: LoadedManifest) -> bool:
    """Put a manifest and its files into the inbox bucket; False where it lies there already and waits for intake.

    Raises:
        BadInput: another manifest of this name waits, or one of the files would be taken for a manifest.
    """
    _check_files(batch, loaded)
    manifest = f"{batch}/{loaded.name}"
    refusals = list(refusals_of(site.ledger, batch))
    waiting = _waiting(site.store, batch)
    if waiting and not refusals:
        _check_same(site.store, batch, manifest, waiting, loaded)
        return False
    for stale in waiting:
        site.store.delete(Bucket.INBOX, stale.name)
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        list(pool.map(lambda path: _put_file(site.store, f"{batch}/{path}", loaded, path), loaded.attachments))
    for letter in refusals:
        site.ledger.commit(Replace(letter.having(replayed=True, replayed_at=datetime.now(UTC))))
    try:
        site.store.put(Bucket.INBOX, manifest, loaded.data, _TEXT, {**loaded.said, MARK: batch, TRACE: tracing.new()})
    except AlreadyExists as taken:
        _check_same(site.store, batch, manifest, [taken.stored], loaded)
        return False
    return True


def send(site: Deployment, batch: str, loaded: LoadedManifest) -> None:
    """Publish a manifest as one message; the same one again changes nothing.

    Raises:
        BadInput: it names files, which a message cannot carry, or is too long for one.
    """
    if loaded.attachments:
        raise BadInput(f"{loaded.name} names files, which a message cannot carry: submit it without --as-message.")
    if loaded.said:
        raise BadInput("A message carries the manifest alone: say its lane in it, or submit it without --as-message.")
    if len(loaded.data) > MAX_BYTES:
        raise BadInput(f"{loaded.name} is longer than {MAX_BYTES // 1_000} kB: submit it without --as-message.")
    for letter in refusals_of(site.ledger, batch):
        site.ledger.commit(Replace(letter.having(replayed=True, replayed_at=datetime.now(UTC))))
    event = ManifestRequested(batch=batch, name=loaded.name, text=loaded.data.decode("utf-8-sig"))
    site.bus.publish(Topic.REQUESTS, event, traceparent=tracing.new())
    site.bus.flush()


def await_start(ledger: Ledger, batch: str, patience: float) -> Batch | None:
    """The batch once intake has opened it; None where that took longer than `patience` seconds.

    Raises:
        BadInput: intake refused the manifest; the reason is its own.
    """
    deadline = time.monotonic() + patience
    pause = 0.25
    while True:
        found = ledger.get(Batch, batch)
        if found is not None and found.state is not BatchState.INTAKE:
            return found
        for letter in refusals_of(ledger, batch):
            raise BadInput(f"The deployment refused the manifest: {letter.reason}")
        if time.monotonic() + pause > deadline:
            return None
        time.sleep(pause)
        pause = min(2 * pause, 2.0)


def refusals_of(ledger: Ledger, batch: str) -> Iterator[DeadLetter]:
    """What intake could not make a batch of, and nobody has replayed."""
    for topic in (Topic.INBOX, Topic.REQUESTS):
        letter = ledger.get(DeadLetter, dead_letter_id(topic, {"ce-subject": batch}))
        if letter is not None and not letter.replayed:
            yield letter


def _check_files(batch: str, loaded: LoadedManifest) -> None:
    for path in loaded.attachments:
        if started_batch(FinalizedObject("", f"{batch}/{path}")) is not None:
            raise BadInput(f"The inbox would take {path}, which {loaded.name} names, for a manifest: rename it.")


def _waiting(store: Store, batch: str) -> list[Stored]:
    """The objects of a batch's folder that start it."""
    names = [name for name in store.names(Bucket.INBOX, f"{batch}/") if name.lower().endswith(SUFFIXES)]
    found = [store.stat(Bucket.INBOX, name) for name in names]
    return [each for each in found if each and started_batch(FinalizedObject("", each.name, metadata=each.metadata))]


def _check_same(store: Store, batch: str, manifest: str, waiting: list[Stored], loaded: LoadedManifest) -> None:
    """BadInput where what waits to be taken in is not what is submitted now."""
    names = [each.name for each in waiting]
    if names == [manifest] and store.get(Bucket.INBOX, manifest) == loaded.data:
        return
    there = ", ".join(PurePosixPath(name).name for name in names)
    raise BadInput(
        f"Another manifest of batch {batch} ({there}) was submitted and waits to be taken in: "
        "submit this one as a batch of its own with --batch NAME, or remove that one from the inbox first."
    )


def _put_file(store: Store, name: str, loaded: LoadedManifest, path: str) -> None:
    """Upload a file, over what a broken-off submission left under its name."""
    data = loaded.attachments[path]
    kind = sniff(data) or "application/octet-stream"
    try:
        store.put(Bucket.INBOX, name, data, kind)
    except AlreadyExists as taken:
        if taken.stored.size == len(data) and store.get(Bucket.INBOX, name) == data:
            return
        store.delete(Bucket.INBOX, name)
        store.put(Bucket.INBOX, name, data, kind)
    except ValueError as unfit:
        raise BadInput(f"{path} cannot be kept under its name: {unfit}.") from unfit
