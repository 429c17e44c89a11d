"""Pictures on their way between models and buckets, with the bill of the call that made them beside them.

The bill is written with the object, because the commit that settles it comes after: a crash between the two
leaves an object whose bill can still be read, so that the picture is adopted rather than paid again.
"""

import hashlib

from proofpress.domain.errors import Drop
from proofpress.domain.instructions import ImageRef, Instruction
from proofpress.domain.pricing import Bill
from proofpress.domain.records import Attempt, Final, StoredImage
from proofpress.ports import AlreadyExists, Bucket, Image, Picture, Ports, Stored
from proofpress.stages.names import EXTENSIONS, object_name


def load(ports: Ports, instruction: Instruction) -> list[Image]:
    """The images that an instruction sends along, in its order; Drop where one was deleted."""
    try:
        return [Image(ports.store.get(Bucket(ref.bucket), ref.name), ref.mime) for ref in instruction.images]
    except FileNotFoundError as error:
        raise Drop(f"a picture that the call needs was deleted: {error}. Put it back, then replay.") from error


def keep(ports: Ports, bucket: Bucket, record: Attempt | Final, picture: Picture, bill: Bill) -> StoredImage:
    """Write a picture under its record's name; where a crashed worker was faster, the written one stands."""
    metadata = {**_origin(record), "bill": bill.model_dump_json(), "declared_mime": picture.declared_mime}
    try:
        stored = ports.store.put(bucket, object_name(record.key, picture.mime), picture.data, picture.mime, metadata)
    except AlreadyExists as taken:
        return describe(ports, taken.stored)
    return _image(stored, picture.data)


def copy(ports: Ports, bucket: Bucket, record: Attempt | Final, data: bytes, source: StoredImage) -> StoredImage:
    """Write a stored picture to another bucket under a record's name."""
    metadata = {**_origin(record), "source": f"{source.bucket}/{source.name}"}
    try:
        stored = ports.store.put(bucket, object_name(record.key, source.mime), data, source.mime, metadata)
    except AlreadyExists as taken:
        stored = taken.stored
    return source.model_copy(update={"bucket": stored.bucket, "name": stored.name, "generation": stored.generation})


def left_behind(ports: Ports, bucket: Bucket, key: str) -> tuple[StoredImage, Bill | None] | None:
    """The picture that an earlier lease wrote without living to commit it, and its bill."""
    for mime in (*EXTENSIONS, ""):
        stored = ports.store.stat(bucket, object_name(key, mime))
        if stored:
            bill = stored.metadata.get("bill")
            return describe(ports, stored), Bill.model_validate_json(bill) if bill else None
    return None


def describe(ports: Ports, stored: Stored) -> StoredImage:
    """The record of an object that was written earlier."""
    return _image(stored, ports.store.get(stored.bucket, stored.name))


def reference(image: StoredImage) -> ImageRef:
    """A stored picture as something to send along."""
    return ImageRef(bucket=image.bucket, name=image.name, sha256=image.sha256, mime=image.mime)


def _origin(record: Attempt | Final) -> dict[str, str]:
    """What an object's metadata says of where it comes from; a bucket's notification carries it along."""
    return {"attempt": record.key, "traceparent": record.traceparent}


def _image(stored: Stored, data: bytes) -> StoredImage:
    return StoredImage(
        bucket=stored.bucket,
        name=stored.name,
        generation=stored.generation,
        sha256=hashlib.sha256(data).hexdigest(),
        mime=stored.content_type,
        size=len(data),
    )
