"""Drafts without pictures: records and fingerprints by the thousand, for the stages to decide on."""

import random
from base64 import b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from importlib.resources import files
from pathlib import Path
from typing import Final

from proofpress.adapters.local.clock import ManualClock
from proofpress.adapters.local.ledger import SqliteLedger
from proofpress.adapters.local.store import FolderStore
from proofpress.domain.catalog import parse_catalog
from proofpress.domain.events import Event, Message
from proofpress.domain.instructions import Instruction, ReviewQuestion
from proofpress.domain.records import Attempt, Batch, Cohort, Item, Record, Sketch, StoredImage
from proofpress.domain.scopes import scope_of
from proofpress.domain.screening import Across
from proofpress.domain.spec import ItemSpec, ReviewMode, ReviewSpec, Route
from proofpress.domain.states import AttemptState, BatchState
from proofpress.imaging.screening import Screened
from proofpress.ports import Create, Image, Ledger, Opinion, Picture, Ports, Topic
from proofpress.stages.duplicates import sketch_of
from proofpress.stages.screen import decide

BATCH: Final = "b"
ITEM: Final = f"{BATCH}/cup"
COPIES, ALIKE = 0.01, 0.04
"""Shares of drafts with another one's bytes, and of those that look like another one."""
_FARTHEST = 50
"""Bits in which those differ at most, as 95 % of real ones do."""
_PROMPTS = 26
_A_COMMIT = 200


@dataclass(frozen=True)
class Look:
    """What screening would have measured of one draft."""

    number: int
    sha256: str
    hash: int
    signature: bytes

    @property
    def key(self) -> str:
        """The attempt's key."""
        return f"{ITEM}/{self.number:04d}"

    @property
    def noted(self) -> Attempt:
        """The attempt as it is once it was measured."""
        measured = self.measured
        return _attempt(self).having(figures={"hash": measured.hash, "signature": measured.signature})

    @property
    def measured(self) -> Screened:
        """A verdict that everything is well."""
        signature = b64encode(self.signature).decode()
        return Screened(passed=True, width=1024, height=1024, hash=f"{self.hash:064x}", signature=signature)


def looks(count: int, seed: int = 1) -> Iterator[Look]:
    """Drafts of some prompts, with copies and alike ones strewn in.

    Drafts of one prompt lie nearer to each other than to others: so about as many share a mark as of real pictures.
    """
    chance = random.Random(seed)
    prompts = [chance.getrandbits(256) for _ in range(_PROMPTS)]
    originals: list[Look] = []
    for number in range(1, count + 1):
        lot = chance.random()
        if originals and lot < COPIES + ALIKE:
            like = chance.choice(originals)
            bits = 0 if lot < COPIES else chance.randrange(1, _FARTHEST)
            hash_ = like.hash ^ sum(1 << bit for bit in chance.sample(range(256), bits))
            yield Look(number, like.sha256 if not bits else f"{number:064x}", hash_, like.signature)
        else:
            # Two random bits in each place are both set in a quarter of the places.
            hash_ = chance.choice(prompts) ^ (chance.getrandbits(256) & chance.getrandbits(256))
            originals.append(Look(number, f"{number:064x}", hash_, chance.randbytes(768)))
            yield originals[-1]


class Drafts:
    """A work folder in which one item has any number of drafts that were made and not screened yet."""

    def __init__(self, folder: Path) -> None:
        self.ledger = SqliteLedger(folder / "ledger.sqlite")
        text = (files("proofpress") / "models.toml").read_text("utf-8")
        self._parts = FolderStore(folder), _Silence(), ManualClock(), parse_catalog(text)
        self._write([_batch(), _cohort(), _item()])

    def ports(self, ledger: Ledger | None = None) -> Ports:
        """The work folder's ports, with another ledger in front where one is given."""
        store, bus, clock, catalog = self._parts
        return Ports(ledger or self.ledger, store, bus, _NoModels(), clock, catalog)

    def add(self, drafts: list[Look]) -> None:
        """Write down that drafts were made."""
        self._write([_attempt(look) for look in drafts])

    def add_sketches(self, drafts: list[Look]) -> None:
        """Write down drafts that were screened, as far as others look at them."""
        self._write([sketched(look) for look in drafts])

    def close(self) -> None:
        """Close the ledger."""
        self.ledger.close()

    def _write(self, records: list[Record]) -> None:
        for start in range(0, len(records), _A_COMMIT):
            self.ledger.commit(*map(Create, records[start : start + _A_COMMIT]))


def sketched(look: Look) -> Sketch:
    """What the screen writes down of a draft that passed its own checks."""
    return sketch_of(_item(), look.noted)


def screen(ports: Ports, look: Look) -> None:
    """Decide on a draft as the stage does, once it has measured it."""
    attempt, item = ports.ledger.get(Attempt, look.key), ports.ledger.get(Item, ITEM)
    if attempt is None or item is None:
        raise LookupError(look.key)
    decide(ports, item, attempt, look.measured)


class _Silence:
    """A bus on which nobody listens: the drafts that pass wait for a review that does not come."""

    def publish(self, topic: Topic, event: Event, *, traceparent: str = "") -> None:
        """Forget."""

    def forward(self, topic: Topic, message: Message) -> None:
        """Forget."""

    def flush(self) -> None:
        """Nothing to wait for."""


class _NoModels:
    """Nothing is drawn here, and nothing is reviewed."""

    def generate(self, instruction: Instruction, images: Sequence[Image], *, attempt: str) -> Picture:
        """Never asked."""
        raise NotImplementedError(instruction, images, attempt)

    def review(self, question: ReviewQuestion, image: Image, *, attempt: str) -> Opinion:
        """Never asked."""
        raise NotImplementedError(question, image, attempt)


def _batch() -> Batch:
    return Batch(
        id=BATCH,
        state=BatchState.OPEN,
        fingerprint="",
        manifest="",
        created=datetime(2026, 1, 1, tzinfo=UTC),
        items=1,
        cohorts=1,
        wanted=1,
    )


def _cohort() -> Cohort:
    return Cohort(batch=BATCH, number=1, max_attempts=1_000_000)


def _item() -> Item:
    spec = ItemSpec(
        id="cup", prompt="a cup", template="", review=ReviewSpec(mode=ReviewMode.MODEL), max_usd_per_keeper=Decimal(1)
    )
    return Item(
        batch=BATCH,
        cohort=_cohort().key,
        position=0,
        spec=spec,
        route=Route.CHEAP,
        why="",
        draft_tier="lite",
        draft_size="1K",
        draft_usd=Decimal(0),
        final_usd=Decimal(0),
        draft_worst_usd=Decimal(0),
        review_worst_usd=Decimal(0),
        final_worst_usd=Decimal(0),
        max_attempts=1_000_000,
        scope=scope_of(Across.BATCH, BATCH, ""),
    )


def _attempt(look: Look) -> Attempt:
    image = StoredImage(bucket="drafts", name=f"{look.key}.jpg", sha256=look.sha256, mime="image/jpeg", size=1)
    return Attempt(
        batch=BATCH,
        cohort=_cohort().key,
        item=ITEM,
        number=look.number,
        wave=1,
        state=AttemptState.DRAFTED,
        changed=datetime(2026, 1, 1, tzinfo=UTC),
        image=image,
    )
