"""All jobs, and the threads that work on them."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock, Thread

from proofpress.simulator.batches.job import Job, Phase
from proofpress.simulator.batches.keeping import Kept
from proofpress.simulator.refusal import Refused
from proofpress.simulator.routes import Backend


class Deleted(Exception):
    """A job was deleted while it was worked on."""


class Jobs:
    """Jobs in a folder; safe to share between threads."""

    def __init__(self, folder: Path) -> None:
        self._jobs = Kept(folder / "jobs", Job)
        self._threads: list[Thread] = []
        self._lock = Lock()

    def start(self, job: Job, work: Callable[[str], None]) -> None:
        """Keep a job, and have its work done in a thread of its own; `work` is told its id."""
        self._jobs.put(job.id, job)
        self._begin(job, work)

    def resume(self, work: Callable[[str], None]) -> None:
        """Go on with the jobs that an earlier simulator did not bring to an end; those that ran begin again."""
        for job in self._jobs.all():
            if job.phase is Phase.RUNNING:
                self.change(job.id, phase=Phase.PENDING)
            if not job.phase.over:
                self._begin(job, work)

    def get(self, backend: Backend, job_id: str) -> Job:
        """One job; Refused where that form of the API has none of this id."""
        found = self._jobs.get(job_id)
        if found is None or found.backend is not backend:
            raise Refused(404, f"The job {job_id} is not found.")
        return found

    def look(self, job_id: str) -> Job | None:
        """One job, as its own work sees it; None when it was deleted."""
        return self._jobs.get(job_id)

    def all(self, backend: Backend) -> list[Job]:
        """The jobs of one form of the API that lists show, the newest first."""
        found = [job for job in self._jobs.all() if job.backend is backend and not job.hidden]
        return sorted(found, key=lambda job: job.created, reverse=True)

    def change(self, job_id: str, **changes: object) -> Job:
        """Change a job; Deleted where it was."""
        try:
            return self._jobs.change(job_id, updated=datetime.now(UTC), **changes)
        except KeyError as error:
            raise Deleted(job_id) from error

    def cancel(self, job: Job) -> None:
        """Ask a job to stop; nothing happens where it is over."""
        with self._lock:
            current = self._jobs.get(job.id)
            if current and not current.phase.over:
                self.change(job.id, phase=Phase.CANCELLING)

    def run(self, job_id: str, **changes: object) -> bool:
        """Let a job begin; False where it was cancelled or deleted before."""
        with self._lock:
            current = self._jobs.get(job_id)
            if current is None or current.phase is not Phase.PENDING:
                return False
            self.change(job_id, phase=Phase.RUNNING, began=datetime.now(UTC), **changes)
            return True

    def delete(self, job: Job) -> None:
        """Forget a job."""
        self._jobs.remove(job.id)

    def clear(self) -> None:
        """Forget all jobs."""
        for job in self._jobs.all():
            self._jobs.remove(job.id)

    def wait(self) -> None:
        """Until no job is worked on any more."""
        for thread in self._threads:
            thread.join()

    def _begin(self, job: Job, work: Callable[[str], None]) -> None:
        thread = Thread(target=work, args=(job.id,), name=f"job {job.id}", daemon=True)
        self._threads.append(thread)
        thread.start()
