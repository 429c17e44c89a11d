"""Batches, and the requests that carried their manifests."""

from typing import ClassVar

from pydantic import AwareDatetime

from proofpress.domain.money import Usd
from proofpress.domain.records.record import Record
from proofpress.domain.records.watched import Watched
from proofpress.domain.states import BatchState


class Batch(Watched):
    """One accepted manifest."""

    indexed: ClassVar[tuple[str, ...]] = ("state", "untold")

    id: str
    state: BatchState = BatchState.INTAKE
    fingerprint: str
    manifest: str
    """Object name of the manifest in the inbox bucket; empty where it came by message, and is in the Request."""
    created: AwareDatetime
    untold: bool = False
    """Whether the world is still to be told of its end."""
    closed: AwareDatetime | None = None
    items: int
    cohorts: int
    wanted: int
    max_attempts: int | None = None
    max_usd: Usd | None = None
    campaign: str = ""
    """Names the batches whose drafts may be compared with each other; empty where it is none."""
    compared: int = 0
    """Drafts that were compared with each other when it ended last."""
    warnings: tuple[str, ...] = ()
    traceparent: str = ""

    @property
    def key(self) -> str:
        """The batch id."""
        return self.id


class Request(Record):
    """A manifest that came in a message, kept word for word."""

    batch: str
    name: str
    """File name, whose suffix tells the format."""
    text: str

    @property
    def key(self) -> str:
        """The batch that it became."""
        return self.batch
