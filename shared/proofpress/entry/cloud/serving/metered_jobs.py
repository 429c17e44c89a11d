"""What the results of a job cost, for the log line of the delivery that collects them."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from proofpress.domain.catalog import Catalog, Lane
from proofpress.domain.errors import ModelRefused, UnknownPrice
from proofpress.domain.jobs import JobLimits, JobStatus
from proofpress.domain.pricing import Usage, settle
from proofpress.entry.cloud.serving.metering import Meter
from proofpress.ports import JobOrder, JobResult, Jobs, Picture


@dataclass(frozen=True)
class MeteredJobs:
    """The batch lane with its results added up. Those that a broken-off reading had before count with that one too."""

    inner: Jobs
    meter: Meter
    catalog: Catalog

    @property
    def limits(self) -> JobLimits:
        """How large a job may be."""
        return self.inner.limits

    def find(self, display_name: str) -> list[JobStatus]:
        """All jobs of a display name."""
        return self.inner.find(display_name)

    def submit(self, order: JobOrder) -> JobStatus:
        """Create a job, which costs nothing yet."""
        return self.inner.submit(order)

    def status(self, name: str) -> JobStatus | None:
        """What the service says of a job."""
        return self.inner.status(name)

    def results(self, status: JobStatus) -> Iterator[JobResult]:
        """The results, each billed as it passes."""
        for result in self.inner.results(status):
            if isinstance(result.outcome, Picture | ModelRefused):
                self._bill(status.model, result.outcome.usage)
            yield result

    def cancel(self, name: str) -> None:
        """Ask the service to stop a job."""
        self.inner.cancel(name)

    def clear(self, status: JobStatus) -> None:
        """Remove what a job was made of."""
        self.inner.clear(status)

    def _bill(self, model: str, usage: object) -> None:
        with suppress(UnknownPrice):
            if isinstance(usage, Usage):
                self.meter.usd += settle(self.catalog, self.catalog.model(model), usage, Lane.BATCH)
