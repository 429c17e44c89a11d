"""What buckets tell of their objects, with whatever names those have."""

import base64
import json
import os
from pathlib import Path

from fuzz.target import Target
from proofpress.adapters.objectnames import check_name
from proofpress.domain.errors import Drop
from proofpress.domain.events import Event, ManifestSubmitted, ObjectFinalized, decode, encode
from proofpress.entry.cloud.envelope import Refused, parse
from proofpress.entry.cloud.inbox_rule import inbox_object
from proofpress.entry.cloud.reading import finalized_in
from proofpress.entry.cloud.settings import CloudSettings
from proofpress.entry.cloud.shop_events import inbox_event
from proofpress.manifests.names import unfit
from proofpress.ports import Bucket

_SETTINGS = CloudSettings(project="p")


def _read_notification(data: bytes) -> None:
    """A bucket's notification names a batch or an object that may be named so, or is refused."""
    try:
        envelope = parse({}, _pushed(data))
    except Refused:
        return
    for reader in (inbox_event, inbox_object, finalized_in(Bucket.INBOX)):
        try:
            found = reader(envelope, _SETTINGS)
        except Drop as refusal:
            if not str(refusal):
                raise AssertionError("a refusal that says nothing") from refusal
            continue
        if isinstance(found, ManifestSubmitted) and unfit(found.batch):
            raise AssertionError(f"a batch of the name {found.batch!r}")
        if isinstance(found, Event) and decode(encode(found)) != found:
            raise AssertionError("an event that is another one once it went over the bus")
        if isinstance(found, ObjectFinalized):
            _check_place(found)


def _pushed(data: bytes) -> bytes:
    """A push whose first line is the object's name, whose second the bucket's, and whose rest is its data."""
    name, bucket, rest = (*data.split(b"\n", 2), b"", b"")[:3]
    attributes = {"eventType": "OBJECT_FINALIZE", "bucketId": _text(bucket), "objectId": _text(name)}
    attributes |= {"payloadFormat": "JSON_API_V1", "objectGeneration": "1"}
    return json.dumps({"message": {"data": base64.b64encode(rest).decode(), "attributes": attributes}}).encode()


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _check_place(found: ObjectFinalized) -> None:
    """A store reads below its own folder and nowhere else."""
    root = Path("/nowhere")
    try:
        place = _place(root, found)
    except ValueError:
        return
    if Path(os.path.normpath(place)) != place or not place.is_relative_to(root / found.bucket):
        raise AssertionError(f"{found.name!r} leads out of its bucket")


def _place(root: Path, found: ObjectFinalized) -> Path:
    check_name(found.name)
    return root / found.bucket / found.name


_INBOX = _SETTINGS.bucket(Bucket.INBOX).encode()
_NOTICES = tuple(
    name + b"\n" + _INBOX + b"\n" + data
    for name, data in (
        (b"spring.yaml", b'{"name": "spring.yaml", "bucket": "%s", "metadata": {"batch": "b"}}' % _INBOX),
        (b"spring/manifest.csv", b""),
        (b"events/one.json", b"{}"),
        (b"../up.yaml", b'{"metadata": {"batch": "../up"}}'),
        (b"events/../../x.json", b"[]"),
    )
)

TARGETS = (Target("notification", _read_notification, (), _NOTICES),)
