"""Jobs of the Gemini API: lines and pictures go through its Files, and so do the results."""

import json
from collections.abc import Iterator
from http import HTTPStatus
from typing import IO

from proofpress.adapters.gemini_job_lines import LineWriter
from proofpress.adapters.gemini_job_results import lines_of, results_of
from proofpress.adapters.gemini_job_status import studio_status
from proofpress.adapters.gemini_rest import JsonObject, Rest
from proofpress.domain.catalog import Catalog
from proofpress.domain.errors import FailureClass, RefusedForGood, RefusedForNow
from proofpress.domain.jobs import JobLimits, JobStatus
from proofpress.ports import Image, JobOrder, JobResult

LIMITS = JobLimits(lines=10_000, input_bytes=2_000_000_000, output_bytes=2_000_000_000, jobs=100)
"""2 GB per file and 100 jobs at a time (ai.google.dev: Batch API, Files API). No limit of lines is documented: that one is
ours, and so is it to keep the results to what one file may hold."""

_PIECE = 8 << 20
"""Bytes per request of an upload; the granularity that the service asks for."""
_PAGE = "100"


class StudioJobs:
    """The calls of the port, one form of the API at a time."""

    limits = LIMITS

    def __init__(self, rest: Rest, catalog: Catalog) -> None:
        self._rest = rest
        self._catalog = catalog

    def find(self, display_name: str) -> list[JobStatus]:
        """All jobs of a name, from all pages: the list has no filter that is documented."""
        found = [studio_status(each) for each in self._all("batches", "operations")]
        return [job for job in found if job.display_name == display_name]

    def submit(self, order: JobOrder) -> JobStatus:
        """Upload, then create, once."""

        def upload(sha256: str, image: Image) -> str:
            return self._upload(f"{order.display_name}/{sha256}", image.mime, image.data)["uri"]  # type: ignore[no-any-return]

        with LineWriter(order, LIMITS, self._catalog, vertex=False).written(upload) as lines:
            file = self._upload(f"{order.display_name}/lines", "application/jsonl", lines)
        batch = {"displayName": order.display_name, "inputConfig": {"fileName": file["name"]}}
        return studio_status(self._rest.create(f"models/{order.model}:batchGenerateContent", {"batch": batch}))

    def status(self, name: str) -> JobStatus:
        """One job."""
        return studio_status(self._rest.free("GET", name))

    def results(self, status: JobStatus) -> Iterator[JobResult]:
        """The lines of the output file, while it is downloaded."""
        if not status.output:
            return
        try:
            with self._rest.reading(f"{status.output}:download", alt="media") as pieces:
                yield from results_of(map(self._blotted, lines_of(pieces)), status.output)
        except RefusedForGood as refused:
            if _is_gone(refused):
                raise FileNotFoundError(f"{status.output}: {refused.words}") from refused
            raise

    def cancel(self, name: str) -> None:
        """Ask for the end of a job."""
        self._rest.free("POST", f"{name}:cancel")

    def clear(self, status: JobStatus) -> None:
        """Delete every file of a job: by its output's name, and by the display name that its uploads begin with."""
        ours = f"{status.display_name}/"
        uploaded = [
            str(file.get("name"))
            for file in self._all("files", "files")
            if status.display_name and str(file.get("displayName")).startswith(ours)
        ]
        for name in dict.fromkeys([status.input, *uploaded, status.output]):
            if name:
                self._delete(name)

    def _blotted(self, line: bytes | int) -> bytes | int:
        return line if isinstance(line, int) else self._rest.blotted(line)

    def _delete(self, name: str) -> None:
        try:
            self._rest.free("DELETE", name)
        except RefusedForGood as refused:
            if not _is_gone(refused):
                raise

    def _all(self, path: str, field: str) -> Iterator[JsonObject]:
        token = ""
        while True:
            query = {"pageToken": token} if token else {}
            page = self._rest.free("GET", path, pageSize=_PAGE, **query)
            yield from (each for each in page.get(field, ()) if isinstance(each, dict))
            token = str(page.get("nextPageToken") or "")
            if not token:
                return

    def _upload(self, display_name: str, mime: str, data: bytes | IO[bytes]) -> JsonObject:
        size = len(data) if isinstance(data, bytes) else data.seek(0, 2)
        if not isinstance(data, bytes):
            data.seek(0)
        address = self._begin(display_name, mime, size)
        offset = 0
        while True:
            piece = data[offset : offset + _PIECE] if isinstance(data, bytes) else data.read(_PIECE)
            last = offset + len(piece) >= size
            headers = {
                "x-goog-upload-command": "upload, finalize" if last else "upload",
                "x-goog-upload-offset": str(offset),
            }
            response = self._rest.post(address, headers, piece, signed=False)
            offset += len(piece)
            if last:
                return _file_in(self._rest.blotted(response.content))

    def _begin(self, display_name: str, mime: str, size: int) -> str:
        headers = {
            "x-goog-upload-protocol": "resumable",
            "x-goog-upload-command": "start",
            "x-goog-upload-header-content-length": str(size),
            "x-goog-upload-header-content-type": mime,
            "content-type": "application/json",
        }
        body = json.dumps({"file": {"displayName": display_name, "mimeType": mime}}).encode()
        response = self._rest.post(self._rest.url("files", "upload/"), headers, body, signed=True)
        address = response.headers.get("x-goog-upload-url")
        if not address:
            raise RefusedForNow(FailureClass.UNAVAILABLE, "the service gave no address to upload to")
        return self._rest.by_our_way(address)


def _file_in(body: bytes) -> JsonObject:
    try:
        file = json.loads(body)["file"]
        if file["name"] and file["uri"]:
            return file  # type: ignore[no-any-return]
    except (ValueError, KeyError, TypeError, RecursionError):
        pass
    raise RefusedForNow(FailureClass.UNAVAILABLE, f"an upload ended without a file: {body[:200]!r}")


def _is_gone(refused: RefusedForGood) -> bool:
    """Whether a file or job is not there any more; of a file the service says 403 and leaves open which it is."""
    said_so = f"HTTP {HTTPStatus.FORBIDDEN.value}" in refused.words and "may not exist" in refused.words
    return refused.failure is FailureClass.NOT_FOUND or said_so
