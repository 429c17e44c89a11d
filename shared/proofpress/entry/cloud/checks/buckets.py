"""The buckets, whom they tell of new objects, and what we may do in them."""

from collections.abc import Iterator
from functools import partial

from proofpress.adapters.google.inspection import Inspector
from proofpress.adapters.google.inspection_storage import FoundBucket, bucket_permissions, find_bucket
from proofpress.entry.checks.check import Check, failed, ok, warning
from proofpress.entry.cloud.checks.unchecked import answered, on_emulators
from proofpress.entry.cloud.settings import CloudSettings
from proofpress.entry.cloud.topology import NOTIFICATIONS
from proofpress.ports import Bucket

_READ = ["storage.objects.get", "storage.objects.list"]
_WRITES = {
    Bucket.INBOX: ["storage.objects.create", "storage.objects.delete"],
    Bucket.THUMBS: ["storage.objects.create"],
}
"""What commands write: manifests, and the thumbnails of a desk on this machine."""

MAKE = "terraform apply"


def check_buckets(inspector: Inspector, settings: CloudSettings) -> Iterator[Check]:
    """Each bucket of the deployment."""
    for bucket in Bucket:
        yield from answered(f"bucket {bucket}", MAKE, partial(_check, inspector, settings, bucket))
        name = f"rights in {bucket}"
        if inspector.answers_for("cloudresourcemanager"):
            role = "objectUser" if bucket in _WRITES else "objectViewer"
            grant = _grant(settings.bucket(bucket), role)
            yield from answered(name, grant, partial(_rights, inspector, settings, bucket, grant))
        else:
            yield on_emulators(name)


def _check(inspector: Inspector, settings: CloudSettings, bucket: Bucket) -> Iterator[Check]:
    name, label = settings.bucket(bucket), f"bucket {bucket}"
    found = find_bucket(inspector, name)
    if found is None:
        yield failed(label, f"there is no gs://{name}", MAKE)
        return
    faults = [*_announcements(found, settings, bucket), *_access(inspector, found, settings, bucket)]
    yield from faults or [ok(label, f"gs://{name}")]


def _announcements(found: FoundBucket, settings: CloudSettings, bucket: Bucket) -> Iterator[Check]:
    label, uri = f"bucket {bucket}", f"gs://{settings.bucket(bucket)}"
    topic = NOTIFICATIONS.get(bucket)
    wanted = settings.topic(topic) if topic else ""
    if wanted and wanted not in found.announces_to:
        create = (
            f"gcloud storage buckets notifications create {uri} --topic={wanted} "
            "--event-types=OBJECT_FINALIZE --payload-format=json"
        )
        yield failed(label, f"does not tell {wanted} of new objects: nothing would go on from here", create)
    for other in sorted(found.announces_to & _ours(settings) - {wanted}):
        words = f"tells {other} of new objects too, whose function does not expect them"
        yield failed(label, words, f"gcloud storage buckets notifications list {uri}, then delete that one")


def _ours(settings: CloudSettings) -> frozenset[str]:
    return frozenset(settings.topic(topic) for topic in NOTIFICATIONS.values())


def _access(inspector: Inspector, found: FoundBucket, settings: CloudSettings, bucket: Bucket) -> Iterator[Check]:
    if not inspector.answers_for("cloudresourcemanager"):
        return
    label, update = f"bucket {bucket}", f"gcloud storage buckets update gs://{settings.bucket(bucket)}"
    if not found.uniform_access:
        yield warning(label, "rights may hang on single objects", f"{update} --uniform-bucket-level-access")
    if not found.public_access_prevented:
        yield warning(label, "could be opened to everybody by mistake", f"{update} --public-access-prevention")


def _rights(inspector: Inspector, settings: CloudSettings, bucket: Bucket, grant: str) -> Iterator[Check]:
    wanted = [*_READ, *_WRITES.get(bucket, ())]
    missing = set(wanted) - bucket_permissions(inspector, settings.bucket(bucket), wanted)
    label = f"rights in {bucket}"
    if missing:
        yield failed(label, f"we lack {', '.join(sorted(missing))}", grant)
    else:
        yield ok(label, "we may read and write" if bucket in _WRITES else "we may read")


def _grant(name: str, role: str) -> str:
    return f"gcloud storage buckets add-iam-policy-binding gs://{name} --role=roles/storage.{role} --member=user:YOU"
