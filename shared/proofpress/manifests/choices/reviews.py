"""How an item's drafts are judged."""

from proofpress.domain.manifest import WrittenReview
from proofpress.domain.spec import ReviewMode, ReviewSpec
from proofpress.manifests.choices.given import Given
from proofpress.manifests.choices.tiers import usable_model


def choose_review(given: Given) -> ReviewSpec | None:
    """The item's review, key by key over that of the defaults; None where a fault was found."""
    own, defaults = (settings.review or WrittenReview() for settings in (given.own, given.defaults))
    merged = {**defaults.model_dump(exclude_none=True), **own.model_dump(exclude_none=True)}
    review = ReviewSpec.model_validate(merged)
    if review.mode is ReviewMode.MODEL and usable_model(given, review.tier, ("review",)) is None:
        return None
    return review
