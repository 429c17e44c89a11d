"""Hand-made ledgers for the report's tests."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from importlib.resources import files

from proofpress.domain.catalog import Catalog, parse_catalog
from proofpress.domain.errors import FailureClass
from proofpress.domain.instructions import Instruction, Purpose
from proofpress.domain.pricing import Bill, Usage
from proofpress.domain.records import Attempt, Batch, Final, Item, Likeness, Record, StoredImage
from proofpress.domain.spec import ItemSpec, ReviewMode, ReviewSpec, Route
from proofpress.domain.states import AttemptState, BatchState, FinalState, ItemState, StopReason
from proofpress.ports import Create, Ledger

BATCH = "autumn"
START = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
WORST_USD = Decimal("0.12")
DRAFT_USD = Decimal("0.0336")
REVIEW_USD = Decimal("0.0005")
FINAL_USD = Decimal("0.1134")


def catalog() -> Catalog:
    return parse_catalog((files("proofpress") / "models.toml").read_text())


def save(ledger: Ledger, *records: Record) -> None:
    assert ledger.commit(*map(Create, records))


def batch(*, items: int = 1, wanted: int = 1, **changes: object) -> Batch:
    made = Batch(
        id=BATCH,
        state=BatchState.CLOSED,
        fingerprint="f",
        manifest="autumn.yaml",
        created=START,
        closed=START + timedelta(seconds=90),
        items=items,
        cohorts=1,
        wanted=wanted,
    )
    return made.having(**changes)


def item(name: str = "fox", *, position: int = 0, want: int = 1, prompt: str = "a fox", **changes: object) -> Item:
    spec = ItemSpec(
        id=name,
        prompt=prompt,
        template="t",
        variables={"season": "autumn"},
        want=want,
        image_size="4K",
        review=ReviewSpec(mode=ReviewMode.NONE),
        max_usd_per_keeper=Decimal("0.50"),
    )
    made = Item(
        batch=BATCH,
        cohort=f"{BATCH}/0001",
        position=position,
        spec=spec,
        route=Route.TWO_TIER,
        why="two tiers are cheaper",
        draft_tier="lite",
        draft_size="1K",
        draft_usd=DRAFT_USD,
        final_usd=FINAL_USD,
        draft_worst_usd=WORST_USD,
        review_worst_usd=Decimal(0),
        final_worst_usd=WORST_USD,
        max_attempts=20,
        state=ItemState.FILLED,
    )
    return made.having(**changes)


def stopped(made: Item, reason: StopReason) -> Item:
    return made.having(state=ItemState.STOPPED, stop_reason=reason)


def picture(bucket: str, name: str) -> StoredImage:
    return StoredImage(bucket=bucket, name=name, sha256="0" * 64, mime="image/jpeg", size=1000, width=1024, height=768)


def instruction(purpose: Purpose, model: str) -> Instruction:
    return Instruction(
        purpose=purpose, model=model, prompt="a fox", seed=7, aspect_ratio="4:3", image_size="1K", output_limit=4096
    )


def bill(stage: str, usd: Decimal) -> Bill:
    return Bill(stage=stage, model="m", usage=Usage(), usd=usd)


def attempt(number: int, state: AttemptState, *, of: str = "fox", **changes: object) -> Attempt:
    """An attempt; one that brought a draft has its picture and its bill."""
    key = f"{BATCH}/{of}"
    made = Attempt(
        batch=BATCH,
        cohort=f"{BATCH}/0001",
        item=key,
        number=number,
        wave=1,
        changed=START,
        state=state,
        worst_usd=WORST_USD,
        instruction=instruction(Purpose.DRAFT, "lite-model"),
    ).having(**changes)
    if state in (AttemptState.PLANNED, AttemptState.LEASED, AttemptState.FAILED, AttemptState.CANCELLED):
        return made
    return made.having(image=picture("drafts", f"{key}/{number:04d}.jpg")).billed(bill("draft", DRAFT_USD))


def final(number: int, state: FinalState, *, of: str = "fox", render: int = 1, **changes: object) -> Final:
    """A rendered final with its bill; a delivered one has its delivery."""
    name = f"{BATCH}/{of}/{number:04d}.jpg"
    made = Final(
        batch=BATCH,
        cohort=f"{BATCH}/0001",
        item=f"{BATCH}/{of}",
        number=number,
        render=render,
        changed=START,
        state=state,
        worst_usd=WORST_USD,
        instruction=instruction(Purpose.FINAL, "final-model"),
        image=picture("finals", name),
        likeness=Likeness(hash_distance=12, mood=3.0, luma=1.0, chroma=1.0, band="ok"),
        deliveries=(picture("deliveries", name),) if state is FinalState.DELIVERED else (),
    )
    return made.billed(bill("render", FINAL_USD)).having(**changes)


def mixed_batch() -> list[Record]:
    """Two items: `owl` comes first and was cancelled without a draft; `fox` has one attempt of every kind."""
    reviewed = bill("review", REVIEW_USD)
    return [
        batch(items=2, wanted=3),
        stopped(item("owl", position=0), StopReason.CANCELLED),
        item("fox", position=1, want=2, waves=2),
        attempt(1, AttemptState.REJECTED, reasons=("dark", "blank")),
        attempt(2, AttemptState.FAILED, failure=FailureClass.EMPTY, words="no image", perhaps_usd=Decimal("0.02")),
        attempt(3, AttemptState.DELIVERED, replaces=2, score=0.9, decided_by="model").billed(reviewed),
        attempt(4, AttemptState.DECLINED, decided_by="model").billed(reviewed),
        attempt(5, AttemptState.APPROVED, decided_by="model").billed(reviewed),
        attempt(6, AttemptState.PLANNED),
        attempt(7, AttemptState.CANCELLED),
        final(3, FinalState.LOST),
        final(3, FinalState.DELIVERED, render=2),
    ]
