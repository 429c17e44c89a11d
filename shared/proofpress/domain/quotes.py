"""What one draft and one final of an item cost, expected and at worst, and the route that follows."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from pydantic import BaseModel, ConfigDict

from proofpress.domain.catalog import Catalog, Lane, Model
from proofpress.domain.deadlines import TOO_LATE, lane_of_drafts, lane_of_finals
from proofpress.domain.instructions import RENDER_AGAIN, draft_size
from proofpress.domain.lanes import LaneChoice
from proofpress.domain.money import ZERO, Usd
from proofpress.domain.pricing import Usage, estimate_tokens, expected_picture, expected_review, settle, worst_call
from proofpress.domain.routing import RouteChoice, RouteQuotes, choose
from proofpress.domain.spec import ItemSpec, ReviewMode, Route


class Quote(BaseModel):
    """The prices an item is planned with. Dollars; a draft's include its review."""

    model_config = ConfigDict(frozen=True)

    route: Route
    why: str
    draft_tier: str
    draft_size: str
    draft_usd: Usd
    draft_worst_usd: Usd
    review_usd: Usd
    review_worst_usd: Usd
    final_usd: Usd
    final_worst_usd: Usd
    draft_lane: LaneChoice = LaneChoice.LIVE
    """As the manifest says, but live where `auto` finds no batch lane; so is the final's."""
    final_lane: LaneChoice = LaneChoice.LIVE

    @property
    def verdict_usd(self) -> Decimal:
        """Expected dollars of one draft and its review."""
        return self.draft_usd + self.review_usd

    @property
    def verdict_worst_usd(self) -> Decimal:
        """Dollars of one draft and its review at worst."""
        return self.draft_worst_usd + self.review_worst_usd


def quote(catalog: Catalog, item: ItemSpec, at: datetime | None = None) -> Quote:
    """Price an item and choose its route; UnknownPrice where models.toml lacks a price it needs.

    `at` is the moment that its lanes are chosen at; None: one at which nothing is in time for the batch lane but what
    must go there. At worst every call of a tier that may go either way is a live one.
    """
    lanes = _Lanes(catalog, item, at or TOO_LATE)
    choice = _route(catalog, item, lanes)
    tier, size = _draft_of(catalog, item, choice.route)
    model = catalog.model(tier)
    drafts = lanes.of_drafts(model)
    tokens, references = estimate_tokens(item.prompt), len(item.references)
    review, review_worst = _review(catalog, item)
    two_tier = choice.route is Route.TWO_TIER
    final, final_worst = _final(catalog, item, lanes) if two_tier else (ZERO, ZERO)
    return Quote(
        route=choice.route,
        why=choice.why,
        draft_tier=tier,
        draft_size=size,
        draft_usd=expected_picture(
            catalog, model, size, prompt_tokens=tokens, references=references, lane=lanes.expected_of_drafts(model)
        ),
        draft_worst_usd=worst_call(
            catalog, model, prompt_tokens=tokens, references=references, lane=dearest_lane(drafts)
        ),
        review_usd=review,
        review_worst_usd=review_worst,
        final_usd=final,
        final_worst_usd=final_worst,
        draft_lane=drafts,
        final_lane=lanes.of_finals(catalog.model(item.final)) if two_tier else LaneChoice.LIVE,
    )


def dearest_lane(choice: LaneChoice) -> Lane:
    """The lane whose price bounds every call of a tier."""
    return Lane.BATCH if choice is LaneChoice.BATCH else Lane.LIVE


@dataclass(frozen=True)
class _Lanes:
    """The lanes of an item, for the models that it may pass through."""

    catalog: Catalog
    item: ItemSpec
    at: datetime

    def of_drafts(self, model: Model) -> LaneChoice:
        return self._possible(self.item.lanes.draft, model)

    def of_finals(self, model: Model) -> LaneChoice:
        return self._possible(self.item.lanes.final, model)

    def expected_of_drafts(self, model: Model) -> Lane:
        return lane_of_drafts(self.of_drafts(model), self.item.lanes, self.at)

    def expected_of_finals(self, model: Model) -> Lane:
        return lane_of_finals(self.of_finals(model), self.item.lanes, self.at)

    def _possible(self, choice: LaneChoice, model: Model) -> LaneChoice:
        return LaneChoice.LIVE if choice is LaneChoice.AUTO and not self.has_batch(model) else choice

    def has_batch(self, model: Model) -> bool:
        return Lane.BATCH in model.lanes and self.catalog.batch_factor is not None


def _draft_of(catalog: Catalog, item: ItemSpec, route: Route) -> tuple[str, str]:
    if route is Route.DIRECT:
        return item.final, item.image_size
    model = catalog.model(item.draft)
    size = item.image_size if route is Route.CHEAP and item.image_size in model.image_tokens else ""
    return item.draft, size or draft_size(model, item.image_size, same_model=False)


def _route(catalog: Catalog, item: ItemSpec, lanes: _Lanes) -> RouteChoice:
    tokens, references = estimate_tokens(item.prompt), len(item.references)
    tier, size = _draft_of(catalog, item, Route.CHEAP if item.final == item.draft else Route.TWO_TIER)
    draft = catalog.model(tier)
    final = catalog.model(item.final)
    review, _ = _review(catalog, item)

    def usd(model: Model, image_size: str, lane: Lane) -> float:
        return float(
            expected_picture(catalog, model, image_size, prompt_tokens=tokens, references=references, lane=lane)
        )

    final_lane = lanes.expected_of_finals(final)
    quotes = RouteQuotes(
        draft=usd(draft, size, lanes.expected_of_drafts(draft)),
        final=usd(final, item.image_size, final_lane),
        direct=usd(final, item.image_size, lanes.expected_of_drafts(final) if lanes.has_batch(final) else Lane.LIVE),
        review=float(review),
        reference=float(settle(catalog, final, Usage(text_in=final.reference_tokens), final_lane)),
        same=draft.id == final.id and size == item.image_size,
    )
    return choose(quotes, item.accept_rate, wanted=item.route)


def _review(catalog: Catalog, item: ItemSpec) -> tuple[Decimal, Decimal]:
    if item.review.mode is not ReviewMode.MODEL:
        return ZERO, ZERO
    model = catalog.model(item.review.tier)
    tokens = estimate_tokens(item.prompt + item.review.rubric) + 200
    expected = expected_review(catalog, model, prompt_tokens=tokens)
    return expected, worst_call(catalog, model, prompt_tokens=tokens, references=1)


def _final(catalog: Catalog, item: ItemSpec, lanes: _Lanes) -> tuple[Decimal, Decimal]:
    model = catalog.model(item.final)
    tokens, references = estimate_tokens(RENDER_AGAIN + item.prompt), len(item.references) + 1
    expected = expected_picture(
        catalog,
        model,
        item.image_size,
        prompt_tokens=tokens,
        references=references,
        lane=lanes.expected_of_finals(model),
    )
    dearest = dearest_lane(lanes.of_finals(model))
    return expected, worst_call(catalog, model, prompt_tokens=tokens, references=references, lane=dearest)
