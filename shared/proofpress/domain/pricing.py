"""What calls cost: expected before, settled after, and at worst."""

from decimal import Decimal

from pydantic import BaseModel, ConfigDict

from proofpress.domain.catalog import Catalog, Lane, Model
from proofpress.domain.errors import UnknownPrice
from proofpress.domain.money import Usd

_MILLION = Decimal(1_000_000)


class Usage(BaseModel):
    """Billed tokens of one call, as the server's usageMetadata reports them."""

    model_config = ConfigDict(frozen=True)

    text_in: int = 0
    text_out: int = 0
    image_out: int = 0


class Bill(BaseModel):
    """One settled call: which stage made it, with which model, for what."""

    model_config = ConfigDict(frozen=True)

    stage: str
    model: str
    lane: Lane = Lane.LIVE
    usage: Usage
    usd: Usd


def lane_factor(catalog: Catalog, model: Model, lane: Lane) -> Decimal:
    """What part of the live price a lane costs; UnknownPrice where models.toml does not say."""
    if lane is Lane.LIVE:
        return Decimal(1)
    if lane not in model.lanes or catalog.batch_factor is None:
        raise UnknownPrice(f"models.toml has no batch price for {model.id}: say `lane: live`, or add the price to it.")
    return catalog.batch_factor


def settle(catalog: Catalog, model: Model, usage: Usage, lane: Lane = Lane.LIVE) -> Decimal:
    """Dollars of a finished call, from its usage alone; UnknownPrice where a billed kind has no rate."""
    if usage.image_out and model.rates.image_out is None:
        raise UnknownPrice(f"models.toml has no price for pictures by {model.id}.")
    rates = model.rates
    total = usage.text_in * rates.text_in + usage.text_out * rates.text_out
    total += usage.image_out * (rates.image_out or Decimal(0))
    return total * lane_factor(catalog, model, lane) / _MILLION


def expected_picture(
    catalog: Catalog,
    model: Model,
    image_size: str,
    *,
    prompt_tokens: int = 0,
    references: int = 0,
    lane: Lane = Lane.LIVE,
) -> Decimal:
    """Dollars that one picture should cost: its image tokens, its prompt and its reference images."""
    text_in = prompt_tokens + references * model.reference_tokens
    return settle(catalog, model, Usage(text_in=text_in, image_out=model.tokens_of(image_size)), lane)


def expected_review(catalog: Catalog, model: Model, *, prompt_tokens: int = 400, answer_tokens: int = 80) -> Decimal:
    """Dollars that one look of the vision reviewer should cost."""
    return settle(catalog, model, Usage(text_in=prompt_tokens + model.reference_tokens, text_out=answer_tokens))


def worst_call(
    catalog: Catalog, model: Model, *, prompt_tokens: int = 0, references: int = 0, lane: Lane = Lane.LIVE
) -> Decimal:
    """Dollars that one call can cost at most: every output token it may use, at its dearest rate."""
    dearest = max(model.rates.text_out, model.rates.image_out or Decimal(0))
    text_in = prompt_tokens + references * model.reference_tokens
    total = text_in * model.rates.text_in + model.output_limit * dearest
    return total * lane_factor(catalog, model, lane) / _MILLION


def estimate_tokens(text: str) -> int:
    """Tokens of a prompt, on the high side: one for every three bytes, and never under one."""
    return max(1, -(-len(text.encode()) // 3))
