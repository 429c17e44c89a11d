"""What one draft and one final of an item cost, expected and at worst, and the route that follows."""

from decimal import Decimal

from pydantic import BaseModel, ConfigDict

from proofpress.domain.catalog import Catalog
from proofpress.domain.instructions import RENDER_AGAIN, draft_size
from proofpress.domain.money import ZERO, Usd
from proofpress.domain.pricing import estimate_tokens, expected_picture, expected_review, worst_call
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

    @property
    def verdict_usd(self) -> Decimal:
        """Expected dollars of one draft and its review."""
        return self.draft_usd + self.review_usd

    @property
    def verdict_worst_usd(self) -> Decimal:
        """Dollars of one draft and its review at worst."""
        return self.draft_worst_usd + self.review_worst_usd


def quote(catalog: Catalog, item: ItemSpec) -> Quote:
    """Price an item and choose its route; UnknownPrice where models.toml lacks a price it needs."""
    choice = _route(catalog, item)
    tier, size = _draft_of(catalog, item, choice.route)
    model = catalog.model(tier)
    tokens, references = estimate_tokens(item.prompt), len(item.references)
    review, review_worst = _review(catalog, item)
    final, final_worst = _final(catalog, item) if choice.route is Route.TWO_TIER else (ZERO, ZERO)
    return Quote(
        route=choice.route,
        why=choice.why,
        draft_tier=tier,
        draft_size=size,
        draft_usd=expected_picture(catalog, model, size, prompt_tokens=tokens, references=references),
        draft_worst_usd=worst_call(catalog, model, prompt_tokens=tokens, references=references),
        review_usd=review,
        review_worst_usd=review_worst,
        final_usd=final,
        final_worst_usd=final_worst,
    )


def _draft_of(catalog: Catalog, item: ItemSpec, route: Route) -> tuple[str, str]:
    if route is Route.DIRECT:
        return item.final, item.image_size
    model = catalog.model(item.draft)
    size = item.image_size if route is Route.CHEAP and item.image_size in model.image_tokens else ""
    return item.draft, size or draft_size(model, item.image_size, same_model=False)


def _route(catalog: Catalog, item: ItemSpec) -> RouteChoice:
    tokens, references = estimate_tokens(item.prompt), len(item.references)
    tier, size = _draft_of(catalog, item, Route.CHEAP if item.final == item.draft else Route.TWO_TIER)
    draft = catalog.model(tier)
    final = catalog.model(item.final)
    review, _ = _review(catalog, item)
    quotes = RouteQuotes(
        draft=float(expected_picture(catalog, draft, size, prompt_tokens=tokens, references=references)),
        final=float(expected_picture(catalog, final, item.image_size, prompt_tokens=tokens, references=references)),
        review=float(review),
        reference=float(final.reference_tokens * final.rates.text_in / 1_000_000),
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


def _final(catalog: Catalog, item: ItemSpec) -> tuple[Decimal, Decimal]:
    model = catalog.model(item.final)
    tokens, references = estimate_tokens(RENDER_AGAIN + item.prompt), len(item.references) + 1
    expected = expected_picture(catalog, model, item.image_size, prompt_tokens=tokens, references=references)
    return expected, worst_call(catalog, model, prompt_tokens=tokens, references=references)
