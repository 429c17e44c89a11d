"""The half-price lane over both forms of the Gemini API: the port Jobs.

Like the live lane's adapter it imports and builds its clients with the first call. Nothing is retried here: creating a
job is not idempotent, and whoever reads may read again.
"""

import re
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from proofpress.adapters.gemini_settings import GeminiSettings
from proofpress.domain.catalog import Catalog
from proofpress.domain.errors import BadInput, FailureClass, PerhapsPaid, RefusedForGood
from proofpress.domain.jobs import JobLimits, JobStatus
from proofpress.ports import Clock, JobOrder, JobResult

if TYPE_CHECKING:
    from proofpress.adapters.gemini_job_objects import JobObjects
    from proofpress.adapters.gemini_jobs_studio import StudioJobs
    from proofpress.adapters.gemini_jobs_vertex import VertexJobs
    from proofpress.adapters.gemini_rest import Rest

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,127}")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class GeminiJobs:
    """Jobs by key on AI Studio, or in a Google Cloud project on Vertex AI. Safe to share between threads.

    Args:
        settings: Whom to call.
        catalog: Prices: a line without one is not sent.
        clock: Time.
        place: gs://bucket or gs://bucket/prefix, where jobs of Vertex AI have their lines and results.
    """

    def __init__(self, settings: GeminiSettings, catalog: Catalog, clock: Clock, *, place: str = "") -> None:
        self._settings = settings
        self._catalog = catalog
        self._clock = clock
        self._place = place
        self._lock = threading.Lock()
        self._rest: Rest | None = None
        self._objects: JobObjects | None = None
        self._jobs: StudioJobs | VertexJobs | None = None

    @property
    def limits(self) -> JobLimits:
        """How large a job may be."""
        return self._connected().limits

    def find(self, display_name: str) -> list[JobStatus]:
        """All jobs of a display name, the oldest first."""
        found = self._connected().find(_checked(display_name))
        return sorted(found, key=lambda job: (job.created or _EPOCH, job.name))

    def submit(self, order: JobOrder) -> JobStatus:
        """Upload the lines and their pictures, and create the job."""
        _checked(order.display_name)
        created = self._connected().submit(order)
        if not created.name:
            raise PerhapsPaid(FailureClass.TIMEOUT, "the answer does not name the job that it created")
        return created

    def status(self, name: str) -> JobStatus | None:
        """What the service says of a job, or None."""
        try:
            return self._connected().status(name)
        except RefusedForGood as refused:
            if refused.failure is FailureClass.NOT_FOUND:
                return None
            raise

    def results(self, status: JobStatus) -> Iterator[JobResult]:
        """The results that a job left, one line at a time."""
        return self._connected().results(status)

    def cancel(self, name: str) -> None:
        """Ask the service to stop a job; nothing where it is over, or not there."""
        try:
            self._connected().cancel(name)
        except RefusedForGood:
            found = self.status(name)
            if found is not None and not found.state.over:
                raise

    def clear(self, status: JobStatus) -> None:
        """Remove what a job was made of and what it left."""
        self._connected().clear(status)

    def close(self) -> None:
        """Close the connections; a later call opens new ones."""
        with self._lock:
            for each in (self._rest, self._objects):
                if each is not None:
                    each.close()
            self._rest = self._objects = self._jobs = None

    def _connected(self) -> "StudioJobs | VertexJobs":
        with self._lock:
            if self._jobs is None:
                from proofpress.adapters.gemini_rest import Rest

                self._rest = Rest(self._settings, self._clock)
                self._jobs = self._on_vertex(self._rest) if self._settings.vertex else self._on_studio(self._rest)
            return self._jobs

    def _on_studio(self, rest: "Rest") -> "StudioJobs":
        from proofpress.adapters.gemini_jobs_studio import StudioJobs

        return StudioJobs(rest, self._catalog)

    def _on_vertex(self, rest: "Rest") -> "VertexJobs":
        from proofpress.adapters.gemini_jobs_vertex import VertexJobs

        return VertexJobs(rest, self._catalog, self._settings.location, self._stored_at(rest))

    def _stored_at(self, rest: "Rest") -> "Callable[[], JobObjects]":
        if self._settings.api_key:
            raise BadInput("The batch lane of Vertex AI needs a project instead of a key: set GOOGLE_CLOUD_PROJECT.")
        if not self._place:
            raise BadInput("The batch lane of Vertex AI needs a place: set PROOFPRESS_JOBS to gs://bucket/prefix.")

        def connected() -> "JobObjects":
            with self._lock:
                if self._objects is None:
                    self._objects = _objects(self._place, rest)
                return self._objects

        return connected


def _objects(place: str, rest: "Rest") -> "JobObjects":
    try:
        from proofpress.adapters.gemini_job_objects import JobObjects
    except ImportError as error:
        raise BadInput(f"The batch lane of Vertex AI needs `pip install 'proofpress[google]'`. ({error})") from error
    return JobObjects(place, rest.project)


def _checked(display_name: str) -> str:
    """ValueError for a name that is no name of an object, a file and a job alike."""
    if not _NAME.fullmatch(display_name):
        raise ValueError(f"{display_name!r} is no name for a job: at most 128 of a-z, 0-9 and -")
    return display_name
