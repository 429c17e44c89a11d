"""The files of the Gemini API: uploaded in pieces, kept for two days, and read again."""

import base64
import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Lock
from typing import Any
from uuid import uuid4

from pydantic import AwareDatetime, BaseModel, ConfigDict

from proofpress.simulator.batches.keeping import Kept
from proofpress.simulator.batches.uploads import Upload
from proofpress.simulator.refusal import Refused


class StoredFile(BaseModel):
    """One file, and when it ends."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    display_name: str = ""
    mime_type: str
    size: int
    sha256: str
    created: AwareDatetime
    expires: AwareDatetime
    generated: bool = False
    """Results: they can be downloaded, which uploaded files cannot."""

    @property
    def name(self) -> str:
        """What requests call it."""
        return f"files/{self.id}"

    def resource(self, base: str) -> dict[str, Any]:
        """As the API describes it."""
        uri = f"{base}/v1beta/{self.name}"
        found = {
            "name": self.name,
            "displayName": self.display_name,
            "mimeType": self.mime_type,
            "sizeBytes": str(self.size),
            "createTime": timestamp(self.created),
            "updateTime": timestamp(self.created),
            "expirationTime": timestamp(self.expires),
            "sha256Hash": base64.b64encode(self.sha256.encode()).decode(),
            "uri": uri,
            "state": "ACTIVE",
            "source": "GENERATED" if self.generated else "UPLOADED",
        }
        return {**found, "downloadUri": f"{uri}:download?alt=media"} if self.generated else found


class Files:
    """All files, in a folder; safe to share between threads."""

    def __init__(self, folder: Path, kept: float) -> None:
        self._bytes = folder / "bytes"
        self._bytes.mkdir(parents=True, exist_ok=True)
        self._kept = timedelta(seconds=kept)
        self._files = Kept(folder / "files", StoredFile)
        self._uploads: dict[str, Upload] = {}
        self._lock = Lock()

    def begin(self, display_name: str, mime_type: str, size: int) -> str:
        """Start an upload; its id."""
        upload_id = uuid4().hex
        with self._lock:
            self._uploads[upload_id] = Upload(display_name, mime_type, size, self._bytes / f"{upload_id}.part")
        return upload_id

    def take(self, upload_id: str, offset: int, piece: bytes, *, last: bool) -> StoredFile | None:
        """Add a piece of an upload; the file where it was the last one."""
        with self._lock:
            upload = self._uploads.get(upload_id)
            if upload is None:
                raise Refused(404, "This upload is not known, or is over.")
            upload.take(offset, piece)
            if not last:
                return None
            del self._uploads[upload_id]
        if upload.taken != upload.size:
            raise Refused(400, f"{upload.taken} bytes came, {upload.size} were announced.")
        upload.path.touch()
        return self._add(upload.path, upload.digest.hexdigest(), upload.mime_type, upload.display_name)

    def generate(self, source: Path, display_name: str) -> StoredFile:
        """Make a file of results; the source is moved away."""
        with source.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        return self._add(source, digest, "application/jsonl", display_name, generated=True)

    def get(self, file_id: str) -> StoredFile:
        """One file; Refused where there is none, or none any more."""
        found = self._files.get(file_id)
        if found is None or found.expires <= datetime.now(UTC):
            raise Refused(403, f"You do not have permission to access the File {file_id} or it may not exist.")
        return found

    def path(self, file_id: str) -> Path:
        """Where its bytes are; Refused as for `get`."""
        return self._bytes / self.get(file_id).id

    def all(self) -> Iterator[StoredFile]:
        """Those that have not expired, the newest first."""
        now = datetime.now(UTC)
        found = [file for file in self._files.all() if file.expires > now]
        yield from sorted(found, key=lambda file: file.created, reverse=True)

    def delete(self, file_id: str) -> None:
        """Remove a file; Refused where there is none."""
        path = self.path(file_id)
        self._files.remove(file_id)
        path.unlink(missing_ok=True)

    def clear(self) -> None:
        """Remove all files."""
        for file in self._files.all():
            self._files.remove(file.id)
            (self._bytes / file.id).unlink(missing_ok=True)

    def _add(
        self, source: Path, sha256: str, mime_type: str, display_name: str, *, generated: bool = False
    ) -> StoredFile:
        now = datetime.now(UTC)
        file = StoredFile(
            id=f"batch-{uuid4().hex[:20]}" if generated else uuid4().hex[:12],
            display_name=display_name,
            mime_type=mime_type,
            size=source.stat().st_size,
            sha256=sha256,
            created=now,
            expires=now + self._kept,
            generated=generated,
        )
        source.rename(self._bytes / file.id)
        self._files.put(file.id, file)
        return file


def timestamp(moment: datetime) -> str:
    """A moment as Google's APIs write it, with nanoseconds."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f") + "000Z"
