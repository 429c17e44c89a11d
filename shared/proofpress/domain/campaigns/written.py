"""What a user writes of a campaign: a manifest with more. As in manifests, absent and null mean the same: not given."""

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator

from proofpress.domain.designs import BrandKit
from proofpress.domain.designs.parts import Share
from proofpress.domain.manifest import Settings
from proofpress.domain.written_values import Dollars, Identifier, Scalar, Variables, scalar, variable_name

MAX_SEGMENTS = 200
MAX_FORMATS = 100
_HOST = r"^(\*\.)?[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$"
_BUCKET = r"^[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]$"
_VARIABLE = r"^[A-Z_][A-Z0-9_]*$"
_LOCALE = r"^[A-Za-z]{2,3}([_-][A-Za-z0-9]{2,8})*$"

VariableName = Annotated[str, BeforeValidator(variable_name)]
Expression = Annotated[str, Field(min_length=1, max_length=2_000)]
Secret = Annotated[str, Field(pattern=_VARIABLE, max_length=200)]
"""Name of the environment variable that holds it; a secret itself is never written into a campaign."""
Localised = dict[str, Scalar]
Locale = Annotated[str, Field(pattern=_LOCALE, max_length=40)]
SegmentName = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=60)]
Texts = dict[VariableName, Annotated[str, Field(max_length=2_000)]]


def _value(value: object) -> Scalar | Localised:
    """A value, or a mapping of one for each locale."""
    if isinstance(value, dict):
        return {str(locale): scalar(each) for locale, each in value.items()}
    return scalar(value)


def _of_one(value: object) -> object:
    return [value] if isinstance(value, str) else value


Value = Annotated[Scalar | Localised, PlainValidator(_value, json_schema_input_type=Scalar | Localised)]
Values = Annotated[dict[VariableName, Value], Field(max_length=1_000)]
Names = Annotated[tuple[VariableName, ...], BeforeValidator(_of_one, json_schema_input_type=str | list[str])]


class Written(BaseModel):
    """Base of the parts of a campaign file: unknown keys are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True, hide_input_in_errors=True)


class WrittenEvent(Written):
    """Which events the campaign listens to, and what it takes from them."""

    senders: Annotated[tuple[str, ...], BeforeValidator(_of_one, json_schema_input_type=str | list[str])] = ()
    """Kinds of shops whose events are heard; all where nothing is said."""
    filter: Expression | None = None
    """JMESPath; events for which it is false, null or empty are not for this campaign."""
    variables: Annotated[dict[VariableName, Expression], Field(max_length=200)] = Field(default_factory=dict)
    """JMESPath for each variable, over the product's fields; `_event` has sender, topic, tenant and product. Null leaves
    the variable as it was known before."""


class WrittenPhotos(Written):
    """Product photos that the pictures are made from."""

    variables: Annotated[Names, Field(min_length=1, max_length=14)]
    """Variables of the event that hold the photos' addresses; photos are visual, and sent along as references."""
    hosts: tuple[Annotated[str, Field(pattern=_HOST, max_length=253)], ...] = ()
    """Hosts that may be asked, by https; `*.example.com` for all below one. Nothing else is ever fetched."""
    buckets: tuple[Annotated[str, Field(pattern=_BUCKET)], ...] = ()
    """Cloud Storage buckets that `gs://` addresses may name."""
    max_mb: Annotated[float, Field(gt=0, le=7)] = 7
    """Megabytes of a photo at most."""
    seconds: Annotated[float, Field(gt=0, le=120)] = 20
    """Time that one photo may take, all in all."""


class WrittenLookup(Written):
    """Where a product is asked for whose event only names it."""

    url: Annotated[str, Field(pattern=r"^https?://[A-Za-z0-9.:-]+/", max_length=2_000)]
    """An https address; behind its host, a template over `product`, `tenant` and `topic`. It must answer with JSON."""
    headers: dict[Annotated[str, Field(pattern=r"^[A-Za-z0-9-]+$")], Secret] = Field(default_factory=dict)
    """Headers, each with the name of the environment variable that holds its value."""
    at: Expression = "@"
    """JMESPath of the product within the answer."""
    seconds: Annotated[float, Field(gt=0, le=60)] = 10


class WrittenWebhook(Written):
    """Who is told of finished banners, besides the topic `outcomes`."""

    url: Annotated[str, Field(pattern=r"^https?://", max_length=2_000)]
    """An https address."""
    secret: Secret
    """Name of the environment variable with the key that messages are signed with, as Standard Webhooks has it."""


class WrittenCampaign(Written):
    """One campaign: which events cause which banners, and what they may cost."""

    version: Literal[1] | None = None
    """Version of this format."""
    name: Identifier | None = None
    """Name of the campaign; the file's name where nothing is said."""
    description: str | None = None
    """For readers; Proofpress does not use it."""
    max_usd: Dollars | None = None
    """Dollars that the campaign may cost in all. Must be given: events come by themselves."""
    max_usd_per_event: Dollars | None = None
    """Dollars that the pictures of one event may cost."""
    event: WrittenEvent = WrittenEvent()
    """Which events, and what of them."""
    lookup: WrittenLookup | None = None
    """Where products are looked up."""
    photos: WrittenPhotos | None = None
    """Photos of the product as references."""
    variables: Values = {}
    """Values for all banners; a mapping has one for each locale."""
    segments: Annotated[dict[SegmentName, Values], Field(max_length=MAX_SEGMENTS)] = {}
    """Who is addressed, each with its values; a mapping has one for each locale."""
    locales: Annotated[dict[Locale, Variables], Field(max_length=MAX_SEGMENTS)] = {}
    """Languages and regions, as `pt-BR`, each with its values."""
    visual: Names = ()
    """Variables that change the picture."""
    textual: Names | None = None
    """Variables that change only what is set over it; without this list, all others."""
    defaults: Settings = Settings()
    """How backgrounds are made: `prompt` and everything else that a manifest's `defaults` may say."""
    text_space: bool = True
    """Whether prompts ask for calm space where texts go, and drafts without it are screened out."""
    ratios: Annotated[tuple[str, ...], Field(max_length=14)] = ()
    """Aspect ratios that backgrounds are made in; all that the models have where nothing is said. Fewer cost less."""
    formats: Annotated[tuple[str, ...], Field(max_length=MAX_FORMATS)] = ()
    """Banner formats, by their names."""
    template: str = "hero"
    """A template by its name, or the path of one."""
    texts: Texts = {}
    """What the template's texts say: templates over all variables, with `money`, `number`, `percent` and `date`."""
    alt: Annotated[str, Field(max_length=2_000)] | None = None
    """Alternative text of the banners; a template. Without it, the texts one after the other."""
    brand: BrandKit = BrandKit()
    """Colours, fonts, logo and voice."""
    focal: tuple[Share, Share] | None = None
    """Where the subject of pictures is, from left and top, 0 to 1; without it, it is looked for."""
    public_url: Annotated[str, Field(pattern=r"^https?://", max_length=500)] | None = None
    """Where the public finds the deliveries bucket, such as a CDN's address; indexes and events then have URLs."""
    webhook: WrittenWebhook | None = None
    """Who is told."""
