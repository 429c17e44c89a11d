"""What the ledger keeps. Every record is stored as versioned JSON beside the few fields that queries use."""

from datetime import datetime
from typing import ClassVar, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from proofpress.domain.errors import FailureClass
from proofpress.domain.instructions import Instruction
from proofpress.domain.money import ZERO, Usd
from proofpress.domain.pricing import Bill
from proofpress.domain.spec import ItemSpec, Route
from proofpress.domain.states import (
    AttemptState,
    BatchState,
    CohortState,
    FinalState,
    ItemState,
    StopReason,
    check_attempt,
    check_final,
)

MAX_LEASES = 2
"""A slot is leased at most twice: the second time only after a crash or an answer that never came."""

MAX_RENDERS = 2
"""A final that lost the look is rendered once more."""

MAX_SLOT_RENDERS = 3
"""Finals that one keeper slot pays for: two of one draft, and one of the spare that follows it."""


class Record(BaseModel):
    """Base of all records. `revision` is the adapter's token for compare-and-set, not part of the stored body."""

    model_config = ConfigDict(frozen=True)

    indexed: ClassVar[tuple[str, ...]] = ()
    """Fields that queries may use, besides the key."""

    version: int = 1
    revision: str = Field(default="", exclude=True)

    @property
    def key(self) -> str:
        """Unique among the records of its kind."""
        raise NotImplementedError

    @property
    def expires(self) -> datetime | None:
        """When a ledger that tidies up may forget the record; None: never, it is lineage."""
        return None

    def having(self, **changes: object) -> Self:
        """A copy with some fields changed, keeping the revision it was read at."""
        return self.model_copy(update=changes)


class Batch(Record):
    """One accepted manifest."""

    indexed: ClassVar[tuple[str, ...]] = ("state",)

    id: str
    state: BatchState = BatchState.INTAKE
    fingerprint: str
    manifest: str
    """Object name of the manifest in the inbox bucket."""
    created: AwareDatetime
    closed: AwareDatetime | None = None
    items: int
    cohorts: int
    wanted: int
    max_attempts: int | None = None
    max_usd: Usd | None = None
    warnings: tuple[str, ...] = ()
    traceparent: str = ""

    @property
    def key(self) -> str:
        """The batch id."""
        return self.id


class Tally(BaseModel):
    """Verdicts on the drafts of one prompt template in a cohort."""

    model_config = ConfigDict(frozen=True)

    liked: int = 0
    disliked: int = 0


class Cohort(Record):
    """Up to a hundred items that are planned together: they share a prior, a part of the caps, and their waves.

    Planning a cohort as one keeps a rerun's waves the same whatever the order in which answers arrive, and
    bounds what one planning step reads.
    """

    indexed: ClassVar[tuple[str, ...]] = ("batch", "state")

    batch: str
    number: int
    state: CohortState = CohortState.OPEN
    wave: int = 0
    """Waves allocated so far; the compare-and-set on this record lets one planner win."""
    max_attempts: int
    """The cohort's part of the item and batch caps: allocations of its items never add up to more."""
    max_usd: Usd | None = None
    allocated: int = 0
    first_waves: int = 0
    first_wave_rates: float = 0.0
    """Sum over items of liked / drafts in their first wave."""
    tallies: dict[str, Tally] = Field(default_factory=dict)

    @property
    def key(self) -> str:
        """Batch id and cohort number."""
        return f"{self.batch}/{self.number:04d}"


class Item(Record):
    """One picture wanted `want` times."""

    indexed: ClassVar[tuple[str, ...]] = ("batch", "cohort", "state")

    batch: str
    cohort: str
    position: int
    """Place in the manifest, from 0."""
    spec: ItemSpec
    route: Route
    why: str
    """The router's reason, in words."""
    draft_tier: str
    draft_size: str
    draft_usd: Usd
    """Expected dollars of one draft with its review."""
    final_usd: Usd
    """Expected dollars of one final; 0 where the draft is the final."""
    draft_worst_usd: Usd
    """Dollars of one draft with its review at worst."""
    review_worst_usd: Usd
    final_worst_usd: Usd
    max_attempts: int
    state: ItemState = ItemState.OPEN
    stop_reason: StopReason | None = None
    allocated: int = 0
    liked: int = 0
    disliked: int = 0
    waves: int = 0
    """Waves that used up one of the item's waves."""
    lost: int = 0
    """Keeper slots freed by finals that came to nothing since the cohort was last at rest. Until it is at rest again
    they count as held, so that waves do not depend on how soon a final failed."""

    @property
    def key(self) -> str:
        """Batch id and item id."""
        return f"{self.batch}/{self.spec.id}"


class StoredImage(BaseModel):
    """A picture in a bucket, as measured after it was written."""

    model_config = ConfigDict(frozen=True)

    bucket: str
    name: str
    generation: str = ""
    sha256: str
    mime: str
    size: int
    width: int = 0
    height: int = 0


class Paid(Record):
    """What drafts and finals share: a lease, an instruction, a picture, bills and failures."""

    batch: str
    cohort: str
    item: str
    """Key of the item."""
    number: int
    leases: int = 0
    lease_owner: str = ""
    lease_until: AwareDatetime | None = None
    changed: AwareDatetime
    instruction: Instruction | None = None
    image: StoredImage | None = None
    bills: tuple[Bill, ...] = ()
    usd: Usd = ZERO
    """Sum of the settled bills."""
    perhaps_usd: Usd = ZERO
    """Most that calls without an answer may have cost besides."""
    worst_usd: Usd = ZERO
    """Most that the next call may cost: what the budget holds back for this record until it is settled."""
    failure: FailureClass | None = None
    words: str = ""
    """The server's words, or ours, on the failure."""
    seconds: float = 0.0
    """Duration of the call that made the picture."""
    traceparent: str = ""

    def billed(self, bill: Bill) -> Self:
        """A copy with one more settled bill."""
        return self.having(bills=(*self.bills, bill), usd=self.usd + bill.usd)

    def unanswered(self) -> Self:
        """A copy whose lease was taken away: what was held back for its call may have been spent."""
        return self.having(lease_until=None, perhaps_usd=self.perhaps_usd + self.worst_usd, worst_usd=ZERO)

    def leased_by_another(self, now: datetime) -> bool:
        """Whether somebody's lease still runs."""
        return self.lease_until is not None and self.lease_until > now


class Attempt(Paid):
    """One numbered slot for one paid draft call, and all that became of it."""

    indexed: ClassVar[tuple[str, ...]] = (
        "batch",
        "cohort",
        "item",
        "state",
        "number",
        "wave",
        "reason",
        "usd",
        "perhaps_usd",
        "worst_usd",
    )

    state: AttemptState = AttemptState.PLANNED
    wave: int
    replaces: int | None = None
    """Number of the failed attempt that this one is the regeneration of."""
    parent: int | None = None
    """Number of the draft that this one edits."""
    edit: str = ""
    """The sentence of the edit."""
    reason: str = ""
    """The first of the reasons, for counting."""
    reasons: tuple[str, ...] = ()
    """Why the screen rejected it, by stable names."""
    warnings: tuple[str, ...] = ()
    figures: dict[str, int | float | str] = Field(default_factory=dict)
    duplicate_of: str | None = None
    score: float | None = None
    comments: tuple[str, ...] = ()
    """The reviewer's reasons."""
    decided_by: str = ""
    stars: int | None = None

    @property
    def key(self) -> str:
        """Item key and attempt number, four digits."""
        return f"{self.item}/{self.number:04d}"

    @property
    def rank(self) -> tuple[bool, int, str]:
        """Which of two equal drafts stands: the lower, by wave and then by key; edits come last."""
        return self.wave == 0, self.wave, self.key

    @property
    def waits_for_person(self) -> bool:
        """Whether somebody took a decision back, so that the reviewing model is not asked again."""
        return self.state is AttemptState.PASSED and bool(self.decided_by)

    def taken_from_reviewer(self) -> Self:
        """A copy that no reviewer holds, for somebody else's decision."""
        return self if self.lease_until is None else self.unanswered()

    def moved(self, state: AttemptState, now: datetime, **changes: object) -> Self:
        """A copy in another state; IllegalMove where the table has no such move."""
        check_attempt(self.state, state)
        return self.having(state=state, changed=now, **changes)

    def as_planned(self, now: datetime, **changes: object) -> Self:
        """A copy that waits for a worker again."""
        return self.moved(AttemptState.PLANNED, now, **changes)

    def as_leased(self, now: datetime, **changes: object) -> Self:
        """A copy whose call somebody may make."""
        return self.moved(AttemptState.LEASED, now, **changes)

    def as_failed(self, now: datetime, **changes: object) -> Self:
        """A copy that came to nothing."""
        return self.moved(AttemptState.FAILED, now, **changes)


class Likeness(BaseModel):
    """How near a final is to its draft; see imaging.likeness for the measures and their bands."""

    model_config = ConfigDict(frozen=True)

    hash_distance: int
    mood: float
    luma: float
    chroma: float
    band: str
    """`ok`, `review` or `lost`."""
    version: int = 1


class Final(Paid):
    """One try to render an accepted draft; `number` is the attempt's."""

    indexed: ClassVar[tuple[str, ...]] = (
        "batch",
        "cohort",
        "item",
        "state",
        "number",
        "usd",
        "perhaps_usd",
        "worst_usd",
    )

    state: FinalState = FinalState.PLANNED
    render: int = 1
    """1, or 2 for the one re-render."""
    slot: str = ""
    """Key of the keeper slot that it was ordered through."""
    likeness: Likeness | None = None
    deliveries: tuple[StoredImage, ...] = ()

    @property
    def key(self) -> str:
        """Attempt key and number of the try."""
        return f"{self.item}/{self.number:04d}-{self.render}"

    def moved(self, state: FinalState, now: datetime, **changes: object) -> Self:
        """A copy in another state; IllegalMove where the table has no such move."""
        check_final(self.state, state)
        return self.having(state=state, changed=now, **changes)

    def as_planned(self, now: datetime, **changes: object) -> Self:
        """A copy that waits for a worker again."""
        return self.moved(FinalState.PLANNED, now, **changes)

    def as_leased(self, now: datetime, **changes: object) -> Self:
        """A copy whose call somebody may make."""
        return self.moved(FinalState.LEASED, now, **changes)

    def as_failed(self, now: datetime, **changes: object) -> Self:
        """A copy that came to nothing."""
        return self.moved(FinalState.FAILED, now, **changes)


class Keeper(Record):
    """One of the item's `want` keeper slots, held by an accepted attempt: no counter is raced for.

    A slot whose first draft comes to nothing is held by one spare more, under a record of its own. Together they
    pay for MAX_SLOT_RENDERS finals, so that the finals of an item are capped by its slots alone.
    """

    indexed: ClassVar[tuple[str, ...]] = ("batch", "cohort", "item", "held")

    batch: str
    cohort: str
    item: str
    slot: int
    spare: bool = False
    """Whether it is held in place of the slot's first draft, whose finals came to nothing."""
    attempt: int
    """Number of the attempt that holds it, or held it last."""
    held: bool = True
    renders: int = 0
    """Finals that were ordered through this record; 0 in a freed one where the order was taken back."""

    @property
    def key(self) -> str:
        """Item key and slot, from 1 to want; `s` marks the spare's."""
        return f"{self.item}/k{self.slot:04d}{'s' if self.spare else ''}"

    @property
    def can_render(self) -> bool:
        """Whether one more final may be ordered through this record."""
        return self.renders < (MAX_SLOT_RENDERS - MAX_RENDERS if self.spare else MAX_RENDERS)

    @property
    def is_free(self) -> bool:
        """Whether it can be held as if it never had been."""
        return not self.held and self.renders == 0

    @property
    def is_taken(self) -> bool:
        """Whether the slot needs no further draft: it is held, or its spare came to nothing too."""
        return self.held or (self.spare and not self.is_free)


class Digest(Record):
    """The first draft of a cohort with these exact bytes."""

    cohort: str
    """Cohorts are planned apart, so that a duplicate across two of them would make keepers a matter of timing."""
    sha256: str
    attempt: str

    @property
    def key(self) -> str:
        """Cohort and sha256."""
        return f"{self.cohort}/{self.sha256}"


class DeadLetter(Record):
    """A message that could not be processed, kept with its reason until it is replayed."""

    indexed: ClassVar[tuple[str, ...]] = ("replayed",)

    id: str
    topic: str
    attributes: dict[str, str]
    data: str
    reason: str
    deliveries: int
    time: AwareDatetime
    replayed: bool = False

    @property
    def key(self) -> str:
        """The message id."""
        return self.id
