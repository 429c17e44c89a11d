"""Which objects of the inbox bucket start a batch.

1. One whose custom metadata has `batch` is the manifest of that batch. `proofpress submit` marks manifests so.
2. One at the root of the bucket, with the suffix of a manifest: `spring.yaml` is the manifest of batch `spring`.
3. One called `manifest` in a folder at the root: `spring/manifest.csv` is the manifest of batch `spring`.

Every other object is a file that a manifest may name, and starts nothing. Files belong into the folder of their
manifest, and there before it: a CSV file at the root would count as a manifest.
"""

from pathlib import PurePosixPath

from proofpress.domain.errors import Drop
from proofpress.domain.events import ManifestSubmitted
from proofpress.entry.cloud.envelope import Envelope, FinalizedObject
from proofpress.entry.cloud.reading import Nothing, check_bucket
from proofpress.entry.cloud.settings import CloudSettings
from proofpress.manifests.formats.documents import SUFFIXES
from proofpress.manifests.names import slug, unfit
from proofpress.ports import Bucket

MARK = "batch"
"""The key of the metadata that marks a manifest."""


def inbox_object(envelope: Envelope, settings: CloudSettings) -> ManifestSubmitted | Nothing | None:
    """The manifest that a notification of the inbox bucket announces; Drop where its batch cannot have that name."""
    written = envelope.finalized
    if written is None:
        return None
    check_bucket(written.bucket, Bucket.INBOX, settings)
    batch = started_batch(written)
    if batch is None:
        return Nothing(f"{written.name} is no manifest")
    if problem := unfit(batch):
        raise Drop(f"{written.name} cannot start a batch {batch!r}: its name {problem}. {_mend(batch)}")
    return ManifestSubmitted(batch=batch, name=written.name)


def started_batch(written: FinalizedObject) -> str | None:
    """The batch whose manifest an object is, None where it is no manifest."""
    if MARK in written.metadata:
        return written.metadata[MARK]
    path = PurePosixPath(written.name)
    if path.suffix.lower() not in SUFFIXES or written.name != str(path):
        return None
    match path.parts:
        case (_,):
            return path.stem
        case (folder, _) if path.stem == "manifest":
            return folder
        case _:
            return None


def _mend(batch: str) -> str:
    better = slug(batch)
    words = f"Upload it as {better}.yaml, or give" if better and not unfit(better) else "Give"
    return f"{words} it the custom metadata {MARK}=NAME."
