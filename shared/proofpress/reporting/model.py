"""report.json: the outward form of a finished or running batch. A change of meaning raises `schema_version`."""

from typing import Any, Literal

from pydantic import AwareDatetime

from proofpress.domain.money import Usd
from proofpress.domain.records import Likeness
from proofpress.domain.spec import Route
from proofpress.domain.states import AttemptState, BatchState, ItemState, StopReason
from proofpress.reporting.numbers import Numbers, Part
from proofpress.reporting.screening import ScreeningReport


class Times(Part):
    """Everything in a report that differs between two runs of the same work."""

    created: AwareDatetime
    closed: AwareDatetime | None = None
    seconds: float | None = None
    """From created to closed; None while the batch is open."""


class BatchReport(Numbers):
    """The batch as a whole."""

    id: str
    state: BatchState
    items: int
    stopped: dict[StopReason, int]
    """Items given up short of what was wanted, by reason."""
    advice: tuple[str, ...]
    """What to do next, in words."""
    warnings: tuple[str, ...]
    times: Times


class ItemReport(Numbers):
    """One item."""

    id: str
    position: int
    """Place in the manifest, from 0."""
    prompt: str
    aspect_ratio: str
    state: ItemState
    route: Route
    why: str
    """The router's reason for the route."""
    stop_reason: StopReason | None
    advice: str
    """What to do about the stop; empty where there is nothing to do."""


class ObjectReport(Part):
    """A picture in a bucket; sizes in pixels and bytes."""

    bucket: str
    name: str
    sha256: str
    mime: str
    width: int
    height: int
    bytes: int


class KeeperModels(Part):
    """Model ids; `final` is None where the accepted draft itself was delivered."""

    draft: str
    final: str | None = None


class KeeperObjects(Part):
    """The pictures of a keeper."""

    draft: ObjectReport
    final: ObjectReport | None = None
    deliveries: tuple[ObjectReport, ...] = ()


class KeeperReport(Part):
    """One accepted, delivered image, with what explains or rebuilds it."""

    item: str
    attempt: int
    prompt: str
    """As sent to the draft model."""
    variables: dict[str, str | int | float | bool | None]
    seed: int
    models: KeeperModels
    objects: KeeperObjects
    likeness: Likeness | None
    renders: int
    """Finals that were asked for: 2 after a re-render, 0 where the draft was delivered."""
    score: float | None
    decided_by: str
    usd: Usd
    """Dollars of this keeper's own draft, review and finals, without the drafts thrown away for it."""


class DraftReport(Part):
    """One frame of the contact sheet."""

    item: str
    attempt: int
    state: AttemptState
    reasons: tuple[str, ...]
    """Why it was screened out."""
    comments: tuple[str, ...]
    """What the reviewer said."""
    failure: str | None
    words: str
    image: ObjectReport | None


class Report(Part):
    """A whole report. Lists are ordered by the item's place in the manifest, then by attempt number."""

    schema_version: Literal[1] = 1
    batch: BatchReport
    items: tuple[ItemReport, ...]
    keepers: tuple[KeeperReport, ...]
    drafts: tuple[DraftReport, ...]
    """Every attempt made, for the contact sheet; empty in batches of more than SHEET_LIMIT attempts."""
    screening: ScreeningReport


def schema_of_report() -> dict[str, Any]:
    """The JSON Schema (2020-12) of report.json."""
    schema = Report.model_json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
