"""What a user writes: a manifest with its defaults, items and matrix, before anything is filled in.

A key that is absent and a key that is null mean the same everywhere: not given.
"""

from typing import Annotated, Literal

from pydantic import AwareDatetime, BeforeValidator, Field, PlainValidator

from proofpress.domain.lanes import LaneChoice
from proofpress.domain.screening import Profile
from proofpress.domain.seeds import SEED_LIMIT
from proofpress.domain.spec import ReviewMode, Route
from proofpress.domain.writing import NUMBER, Written
from proofpress.domain.written_screen import WrittenScreen
from proofpress.domain.written_values import (
    MAX_PROMPT,
    Dollars,
    Identifier,
    Matrix,
    Variables,
    entry_of_prompt,
    lanes_of_one,
    list_of_one,
    moment,
    pixels,
    review_of_mode,
    screen_of_profile,
)


class WrittenReview(Written):
    """How drafts are judged; keys that are left out come from `defaults`."""

    mode: ReviewMode | None = None
    """Who decides: nobody, a person, or a vision model."""
    tier: str | None = None
    """The vision reviewer: a tier or a model id."""
    rubric: Annotated[str, Field(max_length=MAX_PROMPT)] | None = None
    """What the vision reviewer looks for, in plain words; a template like the prompt."""
    threshold: Annotated[float, Field(ge=0, le=1, allow_inf_nan=False), NUMBER] | None = None
    """Least score, 0 to 1, that a draft must reach."""


class WrittenLanes(Written):
    """The lanes of drafts and finals; a key that is left out comes from `defaults`."""

    draft: LaneChoice | None = None
    """Live, at half the price within a day or two (`batch`), or whichever is in time (`auto`)."""
    final: LaneChoice | None = None
    """Likewise."""


class Settings(Written):
    """What `defaults` and every item may say."""

    prompt: Annotated[str, Field(max_length=MAX_PROMPT)] | None = None
    """What the picture shows; a Jinja2 template over the variables."""
    want: Annotated[int, Field(ge=1, le=10_000), NUMBER] | None = None
    """Keepers wanted of each item; 1 where nothing is said."""
    aspect_ratio: Annotated[str, Field(pattern=r"^[1-9]\d{0,3}:[1-9]\d{0,3}$")] | None = None
    """Width to height, such as 16:9; derived from `size` where only that is given."""
    size: Annotated[tuple[int, int], PlainValidator(pixels, json_schema_input_type=str | tuple[int, int])] | None = None
    """Pixels wanted in the delivery, such as 1170x2532."""
    image_size: (
        Annotated[
            Literal["512", "1K", "2K", "4K"],
            BeforeValidator(
                lambda value: str(value).upper(), json_schema_input_type=Literal["512", 512, "1K", "2K", "4K"]
            ),
        ]
        | None
    ) = None
    """Size class of the final; the smallest that covers `size`, or 1K, where nothing is said."""
    draft: str | None = None
    """Tier or model of the drafts, or `none` to draft with the final model."""
    final: str | None = None
    """Tier or model of the finals, or `none` to keep the accepted drafts."""
    review: (
        Annotated[WrittenReview, BeforeValidator(review_of_mode, json_schema_input_type=ReviewMode | WrittenReview)]
        | None
    ) = None
    """Who judges the drafts."""
    screen: (
        Annotated[WrittenScreen, BeforeValidator(screen_of_profile, json_schema_input_type=Profile | WrittenScreen)]
        | None
    ) = None
    """What drafts must be before anybody judges them."""
    references: (
        Annotated[tuple[str, ...], BeforeValidator(list_of_one, json_schema_input_type=str | list[str])] | None
    ) = None
    """Reference images: paths relative to the manifest; templates like the prompt."""
    seed: Annotated[int, Field(ge=0, lt=SEED_LIMIT), NUMBER] | None = None
    """On an item: its seed. In `defaults`: what the seeds of all items are derived from."""
    waves: Annotated[int, Field(ge=1, le=8), NUMBER] | None = None
    """Rounds of drafts with a verdict in between."""
    max_attempts: Annotated[int, Field(ge=1, le=1_000_000), NUMBER] | None = None
    """Cap on the drafts of each item."""
    max_usd_per_keeper: Dollars | None = None
    """Dollars that one more keeper may be expected to cost."""
    accept_rate: Annotated[float, Field(gt=0, lt=1, allow_inf_nan=False), NUMBER] | None = None
    """Share of drafts expected to be accepted, until it is measured."""
    route: Route | None = None
    """Overrules the router: two tiers, the final model alone, or the cheap model alone."""
    lane: (
        Annotated[WrittenLanes, BeforeValidator(lanes_of_one, json_schema_input_type=LaneChoice | WrittenLanes)] | None
    ) = None
    """How calls are made: `live`, or `batch` at half the price within a day or two, or `auto`; one word for all."""
    needed_by: Annotated[AwareDatetime, BeforeValidator(moment, json_schema_input_type=str)] | None = None
    """When the keepers must be there, for `lane: auto`: a date, or a time with its offset."""
    hero: bool | None = None
    """Skips the cheap tier."""
    text_heavy: bool | None = None
    """Takes the tier that is best at legible text."""
    variables: Variables = Field(default_factory=dict)
    """Values for the templates."""


class Entry(Settings):
    """One item as it is written; a matrix makes it several."""

    id: Identifier | None = None
    """Unique name of the item; with a matrix, a template."""
    slug: Identifier | None = None
    """Another word for `id`."""
    matrix: Matrix | None = None
    """Axes by name, each a list of values or a file of rows: one item for every combination."""


class Manifest(Written):
    """Everything that one batch is to make, and what it may cost."""

    version: Literal[1] | None = None
    """Version of this format."""
    name: Identifier | None = None
    """Name of the batch; the file's name where nothing is said."""
    description: str | None = None
    """For readers; Proofpress does not use it."""
    campaign: Identifier | None = None
    """Names the batches that belong together; with `screen: {duplicates: campaign}` none repeats another's drafts."""
    max_attempts: Annotated[int, Field(ge=1, le=100_000_000), NUMBER] | None = None
    """Cap on the drafts of the whole batch."""
    max_usd: Dollars | None = None
    """Dollars that the whole batch may cost."""
    variables: Variables = Field(default_factory=dict)
    """Values for the templates of all items."""
    defaults: Settings = Settings()
    """What every item says unless it says otherwise."""
    matrix: Matrix | None = None
    """Axes that expand every item; without items, they make the items."""
    items: list[Annotated[Entry, BeforeValidator(entry_of_prompt, json_schema_input_type=Entry | str)]] | str | None = (
        None
    )
    """The items, each a mapping or just its prompt; or the path of a CSV, JSON or JSONL file of them."""
