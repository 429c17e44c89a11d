"""What is sent to a model."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from proofpress.domain.instructions import (
    ImageRef,
    Instruction,
    Purpose,
    draft_instruction,
    draft_size,
    edit_instruction,
    final_instruction,
    review_question,
    seed_of,
)
from proofpress.domain.seeds import SEED_LIMIT
from proofpress.domain.spec import ItemSpec, Reference, ReviewSpec
from tests.support.pipeline import catalog

DRAFT = ImageRef(bucket="drafts", name="b/sea/0001.jpg", sha256="d", mime="image/jpeg")
STYLE = Reference(path="style.png", object_name="b/style.png", sha256="s", mime="image/png", size=1)


def item(**changes: object) -> ItemSpec:
    made = ItemSpec(
        id="sea",
        prompt="the sea at night",
        template="t",
        final="pro",
        image_size="2K",
        aspect_ratio="16:9",
        references=(STYLE,),
        review=ReviewSpec(rubric="calm water"),
        max_usd_per_keeper=Decimal(1),
    )
    return made.model_copy(update=changes)


def test_a_draft_is_asked_for_with_the_prompt_and_the_items_references() -> None:
    asked = draft_instruction(catalog(), item(), "lite", "1K", 3)
    assert (asked.purpose, asked.prompt, asked.image_size) == (Purpose.DRAFT, "the sea at night", "1K")
    assert [(image.bucket, image.name) for image in asked.images] == [("inbox", "b/style.png")]
    assert asked.seed == seed_of(item(), 3)
    assert asked.output_limit == catalog().model("lite").output_limit


def test_a_final_has_the_drafts_prompt_seed_and_picture_the_picture_last() -> None:
    draft = draft_instruction(catalog(), item(), "lite", "1K", 1)
    final = final_instruction(catalog(), item(), draft, DRAFT, 1)
    assert (final.model, final.image_size, final.seed) == (catalog().tiers["pro"], "2K", draft.seed)
    assert final.prompt.endswith(draft.prompt)
    assert final.images[-1] == DRAFT
    assert len(final.images) == 2


def test_a_second_final_gets_another_seed_and_is_otherwise_the_same() -> None:
    draft = draft_instruction(catalog(), item(), "lite", "1K", 1)
    first, second = (final_instruction(catalog(), item(), draft, DRAFT, render) for render in (1, 2))
    assert second.seed != first.seed
    assert second.model_copy(update={"seed": first.seed}) == first


def test_the_seed_after_the_largest_is_still_one() -> None:
    draft = draft_instruction(catalog(), item(), "lite", "1K", 1).model_copy(update={"seed": SEED_LIMIT - 1})
    assert final_instruction(catalog(), item(), draft, DRAFT, 2).seed == 0


def test_a_final_of_an_edit_keeps_the_sentence() -> None:
    edit = edit_instruction(catalog(), item(), "lite", "1K", 2, DRAFT, "make it dusk")
    assert (edit.purpose, edit.images[-1]) == (Purpose.EDIT, DRAFT)
    assert "make it dusk" in final_instruction(catalog(), item(), edit, DRAFT, 1).prompt
    assert edit.prompt.endswith("the sea at night")


def test_an_instruction_is_recorded_whole() -> None:
    asked = draft_instruction(catalog(), item(), "lite", "1K", 1)
    assert Instruction.model_validate_json(asked.model_dump_json()) == asked


def test_the_reviewer_gets_the_prompt_and_the_rubric() -> None:
    question = review_question(catalog(), item())
    assert (question.prompt, question.rubric) == ("the sea at night", "calm water")
    assert question.model == catalog().tiers["review"]


def test_drafts_are_made_in_the_smallest_picture_from_1k_up() -> None:
    old = catalog().model("gemini-3.1-flash-image")
    assert next(iter(old.image_tokens)) == "512"
    assert draft_size(old, "4K", same_model=False) == "1K"
    assert draft_size(old, "4K", same_model=True) == "4K"


@given(st.integers(0, SEED_LIMIT - 1), st.text(min_size=1, max_size=20), st.integers(1, 10**6))
def test_seeds_are_stable_and_the_api_takes_them(seed: int, name: str, number: int) -> None:
    asked = item(seed=seed, id=name)
    assert 0 <= seed_of(asked, number) == seed_of(asked, number) < SEED_LIMIT


def test_attempts_and_items_have_seeds_of_their_own() -> None:
    seeds = {seed_of(item(id=name), number) for name in ("sea", "wood") for number in range(1, 200)}
    assert len(seeds) == 398
