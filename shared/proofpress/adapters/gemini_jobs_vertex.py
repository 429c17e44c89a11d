"""Jobs of Vertex AI: lines, pictures and results are objects in one place of Cloud Storage.

<place>/<display name>/lines.jsonl
                       pictures/<sha256>
                       results/…                written by Vertex AI, in a folder of its own choice
"""

import io
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from proofpress.adapters.gemini_job_lines import LineWriter
from proofpress.adapters.gemini_job_results import lines_of, results_of
from proofpress.adapters.gemini_job_status import vertex_status
from proofpress.adapters.gemini_rest import JsonObject, Rest
from proofpress.domain.catalog import Catalog
from proofpress.domain.jobs import JobLimits, JobStatus
from proofpress.ports import Image, JobOrder, JobResult

if TYPE_CHECKING:
    from proofpress.adapters.gemini_job_objects import JobObjects

LIMITS = JobLimits(lines=200_000, input_bytes=1_000_000_000, output_bytes=2_000_000_000, jobs=100)
"""200,000 requests and 1 GB of input per job (reported, not found in Google's pages); for results and jobs the Gemini
API's limits, because nothing is said."""

_PAGE = "100"
_IS_ABOUT_ERRORS = "errors_stats"
"""In the name of the objects beside the results that count errors."""


class VertexJobs:
    """The calls of the port on Vertex AI."""

    limits = LIMITS

    def __init__(self, rest: Rest, catalog: Catalog, location: str, objects: Callable[[], "JobObjects"]) -> None:
        self._rest = rest
        self._catalog = catalog
        self._location = location
        self._objects = objects

    def find(self, display_name: str) -> list[JobStatus]:
        """All jobs of a name: the service filters, and we look again."""
        found = [vertex_status(each) for each in self._listed(display_name)]
        return [job for job in found if job.display_name == display_name]

    def submit(self, order: JobOrder) -> JobStatus:
        """Put the lines and pictures in their place, then create, once."""
        objects, folder = self._objects(), order.display_name

        def upload(sha256: str, image: Image) -> str:
            return objects.put(f"{folder}/pictures/{sha256}", io.BytesIO(image.data), image.mime, again=False)

        with LineWriter(order, LIMITS, self._catalog, vertex=True).written(upload) as lines:
            source = objects.put(f"{folder}/lines.jsonl", lines, "application/jsonl")
        job: dict[str, Any] = {
            "displayName": order.display_name,
            "model": f"publishers/google/models/{order.model}",
            "inputConfig": {"instancesFormat": "jsonl", "gcsSource": {"uris": [source]}},
            "outputConfig": {
                "predictionsFormat": "jsonl",
                "gcsDestination": {"outputUriPrefix": objects.address(f"{folder}/results")},
            },
        }
        return vertex_status(self._rest.create(self._path, job))

    def status(self, name: str) -> JobStatus:
        """One job."""
        return vertex_status(self._rest.free("GET", name))

    def results(self, status: JobStatus) -> Iterator[JobResult]:
        """The lines of every object of results, one object after the other."""
        if not status.output:
            return
        objects = self._objects()
        found = [name for name in objects.names(f"{status.output.rstrip('/')}/") if _has_results(name)]
        if not found and max(status.counts.succeeded, status.counts.failed) > 0:
            raise FileNotFoundError(f"{status.output} holds no results")
        for address in found:
            yield from results_of(lines_of(objects.pieces(address)), address)

    def cancel(self, name: str) -> None:
        """Ask for the end of a job."""
        self._rest.free("POST", f"{name}:cancel")

    def clear(self, status: JobStatus) -> None:
        """Delete what lies under the job's name, and its results wherever they are."""
        objects = self._objects()
        folders = [objects.address(f"{status.display_name}/")] if status.display_name else []
        if status.output:
            folders.append(f"{status.output.rstrip('/')}/")
        for folder in folders:
            for address in objects.names(folder):
                objects.remove(address)

    @property
    def _path(self) -> str:
        return f"projects/{self._rest.project}/locations/{self._location}/batchPredictionJobs"

    def _listed(self, display_name: str) -> Iterator[JsonObject]:
        query = {"pageSize": _PAGE, "filter": f'display_name="{display_name}"'}
        while True:
            page = self._rest.free("GET", self._path, **query)
            yield from (each for each in page.get("batchPredictionJobs", ()) if isinstance(each, dict))
            query["pageToken"] = str(page.get("nextPageToken") or "")
            if not query["pageToken"]:
                return


def _has_results(address: str) -> bool:
    name = address.rpartition("/")[2]
    return (name.endswith(".jsonl") or name.startswith("prediction")) and _IS_ABOUT_ERRORS not in name
