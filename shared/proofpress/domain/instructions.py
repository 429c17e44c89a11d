"""What is sent to a model: built before the call, recorded before the call, sent as recorded."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from proofpress.domain.catalog import Catalog, Lane, Model
from proofpress.domain.seeds import SEED_LIMIT, seed_from
from proofpress.domain.spec import ItemSpec

RENDER_AGAIN = (
    "Render this draft again at full quality. Keep its composition, framing, subject, light, palette and mood exactly; "
    "only refine detail, texture and sharpness. It was made from this prompt:\n\n"
)
EDIT = "Edit this image: {sentence}\n\nKeep everything else as it is. It was made from this prompt:\n\n"


class Purpose(StrEnum):
    """What a picture is made for."""

    DRAFT = "draft"
    EDIT = "edit"
    FINAL = "final"


class ImageRef(BaseModel):
    """A picture in a bucket that is sent along."""

    model_config = ConfigDict(frozen=True)

    bucket: str
    name: str
    sha256: str
    mime: str


class Instruction(BaseModel):
    """One call, whole: with it and the referenced objects the call can be made again."""

    model_config = ConfigDict(frozen=True)

    purpose: Purpose
    model: str
    lane: Lane = Lane.LIVE
    prompt: str
    seed: int
    aspect_ratio: str
    image_size: str
    images: tuple[ImageRef, ...] = ()
    """In the order they are sent; a draft to render or edit comes last."""
    output_limit: int
    thinking_level: str | None = None


class ReviewQuestion(BaseModel):
    """What the vision reviewer is asked about one draft."""

    model_config = ConfigDict(frozen=True)

    model: str
    prompt: str
    rubric: str
    output_limit: int
    thinking_level: str | None = None


def seed_of(item: ItemSpec, number: int) -> int:
    """The seed of an item's attempt: the same on every machine and in every rerun, below 2**31."""
    return seed_from(f"{item.seed}/{item.id}/{number}")


def draft_size(model: Model, final_size: str, same_model: bool) -> str:
    """Drafts are made in the smallest picture from 1K up; where the draft is the final, in the final's size."""
    if same_model:
        return final_size
    sizes = [size for size in model.image_tokens if size != "512"]
    return sizes[0] if sizes else next(iter(model.image_tokens), final_size)


def references_of(item: ItemSpec, inbox: str = "inbox") -> tuple[ImageRef, ...]:
    """The reference images of an item as objects of the inbox bucket."""
    return tuple(
        ImageRef(bucket=inbox, name=ref.object_name, sha256=ref.sha256, mime=ref.mime) for ref in item.references
    )


def draft_instruction(catalog: Catalog, item: ItemSpec, tier: str, image_size: str, number: int) -> Instruction:
    """The instruction of an item's numbered draft."""
    return _instruction(catalog, item, Purpose.DRAFT, tier, image_size, seed_of(item, number), item.prompt, ())


def edit_instruction(
    catalog: Catalog, item: ItemSpec, tier: str, image_size: str, number: int, parent: ImageRef, sentence: str
) -> Instruction:
    """A conversational edit: the parent draft, the sentence, and the prompt both came from."""
    prompt = EDIT.format(sentence=sentence) + item.prompt
    return _instruction(catalog, item, Purpose.EDIT, tier, image_size, seed_of(item, number), prompt, (parent,))


def final_instruction(
    catalog: Catalog, item: ItemSpec, accepted: Instruction, draft: ImageRef, attempt: int
) -> Instruction:
    """The accepted draft rebuilt: its prompt and seed, and the draft itself as the last reference.

    A second try gets another seed, because the same request would bring the same loss.
    """
    seed = accepted.seed if attempt == 1 else (accepted.seed + attempt - 1) % SEED_LIMIT
    prompt = RENDER_AGAIN + accepted.prompt
    return _instruction(catalog, item, Purpose.FINAL, item.final, item.image_size, seed, prompt, (draft,))


def review_question(catalog: Catalog, item: ItemSpec) -> ReviewQuestion:
    """What the vision reviewer is asked about each draft of an item."""
    model = catalog.model(item.review.tier)
    return ReviewQuestion(
        model=model.id,
        prompt=item.prompt,
        rubric=item.review.rubric,
        output_limit=model.output_limit,
        thinking_level=model.thinking_level,
    )


def _instruction(
    catalog: Catalog,
    item: ItemSpec,
    purpose: Purpose,
    tier: str,
    image_size: str,
    seed: int,
    prompt: str,
    last: tuple[ImageRef, ...],
) -> Instruction:
    model = catalog.model(tier)
    return Instruction(
        purpose=purpose,
        model=model.id,
        prompt=prompt,
        seed=seed,
        aspect_ratio=item.aspect_ratio,
        image_size=image_size,
        images=references_of(item) + last,
        output_limit=model.output_limit,
        thinking_level=model.thinking_level,
    )
