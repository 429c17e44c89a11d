"""Everything that the ledger and the buckets hold at one moment, read once for all that is checked of it."""

from dataclasses import dataclass
from functools import cached_property

from proofpress.domain import queries
from proofpress.domain.records import Attempt, Batch, Final, Item, Job
from tests.support.pipeline import Pipeline


@dataclass(frozen=True)
class Snapshot:
    """Of a pipeline and its services."""

    pipeline: Pipeline
    batches: list[Batch]
    items: dict[str, Item]
    attempts: list[Attempt]
    finals: list[Final]
    jobs: dict[str, Job]

    @classmethod
    def of(cls, pipeline: Pipeline) -> "Snapshot":
        """As it is now."""
        find = pipeline.ledger.find
        batches = find(queries.batches())
        ids = [batch.id for batch in batches]
        return cls(
            pipeline=pipeline,
            batches=batches,
            items={item.key: item for each in ids for item in find(queries.items(each))},
            attempts=[attempt for each in ids for attempt in find(queries.attempts(each))],
            finals=[final for each in ids for final in find(queries.finals(each))],
            jobs={job.key: job for each in ids for job in find(queries.jobs(each))},
        )

    @cached_property
    def records(self) -> list[Attempt | Final]:
        """Everything that may be paid for."""
        return [*self.attempts, *self.finals]
