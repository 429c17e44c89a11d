"""From measured counts and list prices to dollars a keeper."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, Field

from proofpress.domain.catalog import Catalog
from proofpress.domain.pricing import Usage, settle
from proofpress.entry.cloud.topology import Function
from proofpress.entry.settings import read_catalog, read_settings

PROJECT: Final = Path(__file__).resolve().parents[2]
_HERE: Final = Path(__file__).parent
_GIBIBYTE: Final = 2**30
_MEBI: Final = {"Mi": Decimal(1) / 1024, "Gi": Decimal(1)}


class Price(BaseModel):
    """What one unit costs, and what says so."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    usd: Decimal
    unit: str
    page: str
    seen: str


class Work(BaseModel):
    """What one function does for one keeper."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    deliveries: Decimal
    processor_ms: Decimal
    """A delivery, on one processor."""
    seconds: Decimal
    """A delivery takes, with the model's answer where it waits for one."""


class Measured(BaseModel):
    """Counts for one keeper, as `make load` prints them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    dated: str
    """The day of the run."""
    drafts: Decimal
    draft_reads: Decimal
    draft_writes: Decimal
    keeper_reads: Decimal
    keeper_writes: Decimal
    intake_writes: Decimal
    messages: Decimal
    object_writes: Decimal
    object_reads: Decimal
    draft_bytes: Decimal
    final_bytes: Decimal
    delivery_bytes: Decimal
    ledger_bytes: Decimal
    """A draft, with its indexes."""
    log_bytes: Decimal
    """A delivery."""
    work: dict[Function, Work] = Field(min_length=1)


@dataclass(frozen=True)
class Shape:
    """What an instance of a function has; GiB."""

    cpu: Decimal
    memory: Decimal
    concurrency: int


@dataclass(frozen=True)
class Line:
    """One row of the table: for a keeper, how much of what, and its dollars."""

    what: str
    amount: str
    usd: Decimal


def prices() -> dict[str, Price]:
    """The price table."""
    table = tomllib.loads((_HERE / "prices.toml").read_text("utf-8"))
    return {name: Price.model_validate(row) for name, row in table.items() if isinstance(row, dict)}


def measured() -> Measured:
    """The counts."""
    return Measured.model_validate(tomllib.loads((_HERE / "measured.toml").read_text("utf-8")))


def shapes() -> dict[Function, Shape]:
    """What Terraform gives each function."""
    text = (PROJECT / "terraform" / "functions.tf").read_text("utf-8")
    return {function: _shape(text, function) for function in Function}


def _shape(text: str, function: Function) -> Shape:
    found = re.search(rf"(?ms)^    {function} = \{{\n(.*?)^    \}}", text)
    fields = dict(re.findall(r'(?m)^ +(\w+) += "?([^"\n]+)"?$', found[1] if found else ""))
    number, unit = fields["memory"][:-2], fields["memory"][-2:]
    return Shape(Decimal(fields["cpu"]), Decimal(number) * _MEBI[unit], int(fields["concurrency"]))


def lines(counts: Measured, costs: Mapping[str, Price], *, crowded: bool) -> list[Line]:
    """Everything but the models, for one keeper and its first month.

    `crowded`: instances work on as many deliveries at once as they may, so that what they wait for is shared; otherwise
    every delivery has an instance to itself, which is the most that it can cost.
    """
    return [*_functions(counts, costs, crowded), *_operations(counts, costs), *_kept(counts, costs)]


def _functions(counts: Measured, costs: Mapping[str, Price], crowded: bool) -> Iterator[Line]:
    usd = seconds = Decimal(0)
    deliveries = sum((work.deliveries for work in counts.work.values()), Decimal(0))
    for function, work in counts.work.items():
        shape = shapes()[function]
        busy = work.processor_ms / 1_000 / shape.cpu
        took = work.deliveries * (max(busy, work.seconds / shape.concurrency) if crowded else max(busy, work.seconds))
        seconds += took
        usd += took * (shape.cpu * costs["cpu"].usd + shape.memory * costs["memory"].usd)
    yield Line("instance seconds", f"{seconds:.2f}", usd)
    yield Line("requests of functions", f"{deliveries:.1f}", deliveries * costs["request"].usd)


def _operations(counts: Measured, costs: Mapping[str, Price]) -> Iterator[Line]:
    reads = counts.drafts * counts.draft_reads + counts.keeper_reads
    writes = counts.drafts * counts.draft_writes + counts.keeper_writes + counts.intake_writes
    usd = reads * costs["read"].usd + writes * costs["write"].usd
    yield Line("Firestore", f"{reads:.0f} reads, {writes:.0f} writes", usd)
    yield Line("Pub/Sub", f"{counts.messages:.1f} messages", 2 * counts.messages * costs["message"].usd)
    usd = counts.object_writes * costs["object_write"].usd + counts.object_reads * costs["object_read"].usd
    yield Line("Cloud Storage", f"{counts.object_writes:.1f} writes, {counts.object_reads:.1f} reads", usd)


def _kept(counts: Measured, costs: Mapping[str, Price]) -> Iterator[Line]:
    pictures = counts.drafts * counts.draft_bytes + counts.final_bytes + counts.delivery_bytes
    yield _stored("pictures, a month", pictures, costs["storage_month"])
    yield _stored("ledger, a month", 2 * counts.drafts * counts.ledger_bytes, costs["ledger_month"])
    deliveries = sum((work.deliveries for work in counts.work.values()), Decimal(0))
    yield _stored("logs", deliveries * counts.log_bytes, costs["log"])


def _stored(what: str, size: Decimal, price: Price) -> Line:
    return Line(what, f"{size / 1024:,.0f} KiB", size / _GIBIBYTE * price.usd)


def models(counts: Measured) -> list[Line]:
    """The models' part: lite drafts with their reviews, and a final by the pro model at 2K."""
    catalog = read_catalog(read_settings())
    draft = _settled(catalog, "lite", Usage(text_in=60, image_out=1_120))
    review = _settled(catalog, "review", Usage(text_in=1_300, text_out=60))
    final = _settled(catalog, "pro", Usage(text_in=60 + 560, image_out=1_120))
    return [
        Line("drafts", f"{counts.drafts:.2f} at ${draft:.4f}", counts.drafts * draft),
        Line("reviews", f"{counts.drafts:.2f} at ${review:.4f}", counts.drafts * review),
        Line("final", f"1 at ${final:.4f}", final),
    ]


def _settled(catalog: Catalog, tier: str, usage: Usage) -> Decimal:
    return settle(catalog, catalog.model(tier), usage)
