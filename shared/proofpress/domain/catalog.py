"""The catalogue of models: what each makes, costs, accepts, and when it ends. Parsed from models.toml."""

import math
import tomllib
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from proofpress.domain.errors import BadInput, UnknownPrice
from proofpress.domain.money import Usd

RETIREMENT_WARNING = timedelta(days=60)
_SIZE_FACTOR = {"512": 0.5, "1K": 1.0, "2K": 2.0, "4K": 4.0}


class Lane(StrEnum):
    """How a call is made: one call per image, or the half-price Batch API."""

    LIVE = "live"
    BATCH = "batch"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Rates(_Frozen):
    """Dollars per million tokens on the live lane; a missing rate is an unknown price."""

    text_in: Usd
    text_out: Usd
    image_out: Usd | None = None


class Model(_Frozen):
    """One model as models.toml describes it."""

    id: str
    name: str
    released: date | None = None
    deprecated: date | None = None
    retires: date | None = None
    ratios: tuple[str, ...]
    lanes: frozenset[Lane]
    input_limit: int
    output_limit: int
    reference_images: int
    reference_tokens: int
    thinking_level: str | None = None
    rates: Rates = Field(alias="usd_per_million")
    image_tokens: dict[str, int] = Field(default_factory=dict)

    def is_retired(self, today: date) -> bool:
        """Whether the service no longer answers for this model."""
        return self.retires is not None and today >= self.retires

    def warning(self, today: date) -> str | None:
        """What a user must know before relying on this model; None when nothing is the matter."""
        if self.retires and today < self.retires <= today + RETIREMENT_WARNING:
            return f"{self.id} retires on {self.retires}: point its tier at a successor in models.toml."
        if self.deprecated and today >= self.deprecated and not self.is_retired(today):
            return f"{self.id} is deprecated since {self.deprecated}: plan its successor."
        return None

    def tokens_of(self, image_size: str) -> int:
        """Output tokens that one picture of this size is billed with; UnknownPrice where none is listed."""
        if image_size not in self.image_tokens or self.rates.image_out is None:
            sizes = ", ".join(self.image_tokens) or "no pictures"
            raise UnknownPrice(f"models.toml has no price for a {image_size} picture by {self.id} (it lists: {sizes}).")
        return self.image_tokens[image_size]


class Catalog(_Frozen):
    """All models, the tiers that manifests speak of, and the pixel size of each ratio."""

    checked: date
    batch_factor: Usd | None = None
    """What part of the live price the batch lane costs; None where nobody has looked it up."""
    tiers: dict[str, str]
    pixels: dict[str, tuple[int, int]]
    models: dict[str, Model]

    @model_validator(mode="after")
    def _tiers_name_models(self) -> "Catalog":
        for tier, model in self.tiers.items():
            if model not in self.models:
                raise ValueError(f"tier {tier!r} names {model!r}, which is not among the models")
        return self

    @model_validator(mode="after")
    def _models_have_known_shapes(self) -> "Catalog":
        for model in self.models.values():
            ratios = [ratio for ratio in model.ratios if ratio not in self.pixels]
            if ratios:
                raise ValueError(f"{model.id} makes {', '.join(ratios)}, of which [pixels] says nothing")
            sizes = [size for size in model.image_tokens if size not in _SIZE_FACTOR]
            if sizes:
                known = ", ".join(_SIZE_FACTOR)
                raise ValueError(f"{model.id} lists the sizes {', '.join(sizes)}; only {known} are known")
        return self

    def model(self, name: str) -> Model:
        """The model of a tier or of a model id."""
        model = self.models.get(self.tiers.get(name, name))
        if model is None:
            known = ", ".join([*self.tiers, *self.models])
            raise UnknownPrice(f"models.toml knows no tier or model {name!r}. It has: {known}.")
        return model

    @cached_property
    def ratios(self) -> tuple[str, ...]:
        """Every aspect ratio that some model makes."""
        return tuple(self.pixels)

    def nearest_ratio(self, width: int, height: int, among: tuple[str, ...] | None = None) -> str:
        """The ratio whose shape is nearest to the wanted pixels, by the logarithm of width over height."""
        wanted = math.log(width / height)
        return min(among or self.ratios, key=lambda ratio: abs(math.log(shape(ratio)) - wanted))

    def pixel_size(self, ratio: str, image_size: str) -> tuple[int, int]:
        """Nominal width and height of a picture; real ones deviate by a few percent."""
        width, height = self.pixels[ratio]
        factor = _SIZE_FACTOR[image_size]
        return round(width * factor), round(height * factor)

    def smallest_size(self, model: Model, width: int, height: int, ratio: str) -> str:
        """The cheapest size of a model that covers the wanted pixels, or its largest one."""
        for size in model.image_tokens:
            made = self.pixel_size(ratio, size)
            if made[0] >= width and made[1] >= height:
                return size
        return list(model.image_tokens)[-1]


def shape(ratio: str) -> float:
    """Width over height of a ratio written as "16:9"."""
    width, height = ratio.split(":")
    return int(width) / int(height)


def parse_catalog(text: str, source: str = "models.toml") -> Catalog:
    """Read the text of a models.toml; BadInput names what is wrong in it."""
    try:
        raw = tomllib.loads(text, parse_float=Decimal)
        raw["models"] = {key: {"id": key, **value} for key, value in raw.get("models", {}).items()}
        return Catalog.model_validate(raw)
    except (tomllib.TOMLDecodeError, ValidationError, TypeError, AttributeError) as error:
        raise BadInput(f"{source} cannot be used: {error}") from error
