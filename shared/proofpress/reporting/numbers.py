"""The figures that a report gives for a batch and for each of its items."""

from pydantic import BaseModel, ConfigDict

from proofpress.domain.money import Usd


class Part(BaseModel):
    """Base of everything in a report."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class AcceptRate(Part):
    """Share of verdicts that were favourable, with its 95 % Wilson interval; None before the first verdict.

    Verdicts are the planner's: a spare counts as liked, a draft that was refused for good as judged and not liked.
    """

    liked: int
    judged: int
    rate: float | None = None
    low: float | None = None
    high: float | None = None


class Dollars(Part):
    """What the calls cost."""

    by_stage: dict[str, Usd]
    """Settled dollars of the stages `draft`, `review` and `render`."""
    spent: Usd
    """Sum over the stages."""
    perhaps: Usd
    """Most that calls whose answer never came may have cost besides."""
    possible: Usd
    """Most that the calls still outstanding may cost."""


class WouldHaveCost(Part):
    """Dollars that the same keepers would have cost by other ways, at the accept rate of the whole batch.

    None where there is no keeper or accept rate to go by, or where models.toml has no price for that way any more.
    """

    fixed_multiple: Usd | None = None
    """Three drafts for every keeper wanted, made at once, and a final of each one needed."""
    final_alone: Usd | None = None
    """Drafts by the final model itself, until enough are accepted."""


class Failure(Part):
    """All failures of one class in one stage, told by the first of them."""

    stage: str
    failure: str
    count: int
    item: str
    attempt: int
    """The first one's item and attempt number."""
    words: str
    """The server's words, or ours, on it."""


class Numbers(Part):
    """Counts are of attempts unless they say otherwise.

    attempts = in_flight + waiting + rejected + declined + spares + accepted + failed
    """

    wanted: int
    """Keepers asked for."""
    keepers: int
    """Accepted and delivered."""
    attempts: int
    """Slots allocated and not given back unpaid."""
    drafts: int
    """Attempts that brought a picture."""
    in_flight: int
    """Not called, not answered or not screened yet."""
    waiting: int
    """Drafts that wait for a reviewer's decision, returned ones among them."""
    rejected: int
    """Drafts that were screened out."""
    rejected_by_reason: dict[str, int]
    """A draft counts under each of its reasons."""
    declined: int
    declined_by_reason: dict[str, int]
    """Those that a person declined for a reason with a name, as in domain.dislikes."""
    spares: int
    """Liked by the reviewer, but not needed so far."""
    accepted: int
    """Holding a keeper slot, delivered or not."""
    failed: int
    failed_by_class: dict[str, int]
    cancelled: int
    """Slots given back unpaid; not among the attempts."""
    accept_rate: AcceptRate
    regenerated: int
    """Attempts that took the place of a failed one."""
    regen_rate: float | None
    """Regenerated attempts over all attempts; None before the first."""
    waves: int
    """Waves used; of a batch, those of the item that used most."""
    usd: Dollars
    usd_per_keeper: Usd | None
    """Everything spent over the keepers; None while there are none."""
    would_have_cost: WouldHaveCost
    failures: tuple[Failure, ...]
