"""From measured counts and list prices to dollars a keeper."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from proofpress.domain.catalog import Catalog
from proofpress.domain.pricing import Usage, settle
from proofpress.entry.settings import read_catalog, read_settings
from tools.cost.tables import Measured, Price, shapes

_GIBIBYTE: Final = 2**30


@dataclass(frozen=True)
class Line:
    """One row of the table: for a keeper, how much of what, and its dollars."""

    what: str
    amount: str
    usd: Decimal


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
