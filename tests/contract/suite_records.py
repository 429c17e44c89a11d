"""Records to fill a ledger with."""

from datetime import UTC, datetime
from decimal import Decimal

from proofpress.domain.records import Attempt, Job, Keeper, Sketch
from proofpress.domain.states import AttemptState

NOW = datetime(2026, 5, 4, 12, 30, tzinfo=UTC)


def attempt(
    number: int = 1,
    *,
    batch: str = "b",
    item: str = "cup",
    state: AttemptState = AttemptState.PLANNED,
    wave: int = 1,
    usd: str = "0",
) -> Attempt:
    """An attempt of an item in the first cohort of a batch."""
    return Attempt(
        batch=batch,
        cohort=f"{batch}/0000",
        item=f"{batch}/{item}",
        number=number,
        changed=NOW,
        state=state,
        wave=wave,
        usd=Decimal(usd),
    )


def keeper(slot: int, attempt_number: int = 1, *, batch: str = "b", item: str = "cup") -> Keeper:
    """A taken keeper slot."""
    return Keeper(batch=batch, cohort=f"{batch}/0000", item=f"{batch}/{item}", slot=slot, attempt=attempt_number)


def sketch(number: int, *marks: str, scope: str = "b") -> Sketch:
    """What an attempt looks like, as far as a ledger is concerned."""
    return Sketch(
        attempt=f"b/cup/{number:04d}",
        scope=scope,
        opened=0,
        wave=1,
        sha256="",
        hash="",
        signature="",
        radius=60,
        marks=marks,
    )


def job(number: int = 1, *, batch: str = "b") -> Job:
    """A job of a batch that is still to be submitted."""
    return Job(id=f"{batch}-{number}", batch=batch, stage="draft", model="lite", calls=2, created=NOW, changed=NOW)
