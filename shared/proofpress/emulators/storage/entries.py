"""Objects: what is known of each, and what of it a client is shown."""

import base64
import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from proofpress.emulators.storage.refusals import no_bucket, no_object


@dataclass(frozen=True)
class Entry:
    """A live object."""

    bucket: str
    name: str
    generation: int
    metageneration: int
    file: str
    fields: dict[str, Any]
    """The members of its resource that do not follow from the others."""

    @property
    def etag(self) -> str:
        """Changes with the generation and the metageneration, of which the real one is made too."""
        return base64.b64encode(b"\x08" + _varint(self.generation) + b"\x10" + _varint(self.metageneration)).decode()

    @property
    def size(self) -> int:
        """In bytes."""
        return int(self.fields["size"])

    @property
    def hashes(self) -> str:
        """The checksums, as a header has them; a composed object has no MD5."""
        names = {"crc32c": "crc32c", "md5Hash": "md5"}
        return ",".join(f"{short}={self.fields[name]}" for name, short in names.items() if name in self.fields)

    def resource(self, base: str) -> dict[str, Any]:
        """As the JSON API shows it; `base` is where clients reach the server."""
        path = f"/storage/v1/b/{self.bucket}/o/{quote(self.name, safe='')}"
        return {
            "kind": "storage#object",
            "id": f"{self.bucket}/{self.name}/{self.generation}",
            "selfLink": base + path,
            "mediaLink": f"{base}/download{path}?generation={self.generation}&alt=media",
            "name": self.name,
            "bucket": self.bucket,
            "generation": str(self.generation),
            "metageneration": str(self.metageneration),
            "etag": self.etag,
            **self.fields,
        }


def now() -> str:
    """The time as resources have it."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def need_bucket(db: sqlite3.Connection, bucket: str) -> None:
    """Refused where there is no such bucket."""
    if db.execute("SELECT 1 FROM buckets WHERE name = ?", (bucket,)).fetchone() is None:
        raise no_bucket()


def live(db: sqlite3.Connection, bucket: str, name: str) -> Entry | None:
    """The object of a name, or None."""
    row = db.execute("SELECT * FROM objects WHERE bucket = ? AND name = ?", (bucket, name)).fetchone()
    return None if row is None else _entry(row)


def need_object(db: sqlite3.Connection, bucket: str, name: str, generation: int | None = None) -> Entry:
    """The object of a name, and of a generation where one is given; Refused where there is none."""
    need_bucket(db, bucket)
    entry = live(db, bucket, name)
    if entry is None or generation not in (None, 0, entry.generation):
        raise no_object(bucket, name)
    return entry


def walk(db: sqlite3.Connection, bucket: str, start: str) -> Iterator[Entry]:
    """The objects whose names are not below a start, in order of the bytes of their names."""
    query = "SELECT * FROM objects WHERE bucket = ? AND name >= ? ORDER BY name"
    return (_entry(row) for row in db.execute(query, (bucket, start)))


def write(db: sqlite3.Connection, entry: Entry) -> None:
    """Make an entry the live one of its name."""
    db.execute(
        "REPLACE INTO objects (generation, bucket, name, metageneration, file, fields) VALUES (?, ?, ?, ?, ?, ?)",
        (entry.generation, entry.bucket, entry.name, entry.metageneration, entry.file, json.dumps(entry.fields)),
    )


def erase(db: sqlite3.Connection, entry: Entry) -> None:
    """Remove an entry; its file stays."""
    db.execute("DELETE FROM objects WHERE generation = ?", (entry.generation,))


def _entry(row: sqlite3.Row) -> Entry:
    fields = json.loads(row["fields"])
    return Entry(row["bucket"], row["name"], row["generation"], row["metageneration"], row["file"], fields)


def _varint(number: int) -> bytes:
    low, rest = number & 0x7F, number >> 7
    return bytes((low | 0x80,)) + _varint(rest) if rest else bytes((low,))
