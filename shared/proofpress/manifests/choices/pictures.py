"""The shape and size of an item's picture, which all the models that it passes through must be able to make."""

from typing import NamedTuple

from proofpress.manifests.choices.given import Given
from proofpress.manifests.choices.tiers import Tiers

_RATIO, _SIZE = "1:1", "1K"


class Picture(NamedTuple):
    """What is asked of the final model, and the pixels wanted in the delivery."""

    aspect_ratio: str
    image_size: str
    pixels: tuple[int, int] | None


def choose_picture(given: Given, tiers: Tiers) -> Picture | None:
    """Shape and size of an item's picture; None where a fault was found.

    Ratio and pixels belong together: an item that gives either does not inherit the other.
    """
    own = given.own.aspect_ratio or given.own.size
    source = given.own if own else given.defaults
    ratio = _ratio(given, tiers, source.aspect_ratio, source.size)
    image_size = _image_size(given, tiers, ratio, source.size) if ratio else None
    return Picture(ratio, image_size, source.size) if ratio and image_size else None


def _ratio(given: Given, tiers: Tiers, wanted: str | None, pixels: tuple[int, int] | None) -> str | None:
    shared = tuple(ratio for ratio in tiers.final_model.ratios if ratio in tiers.draft_model.ratios)
    if wanted is None:
        return given.catalog.nearest_ratio(*pixels, among=shared) if pixels else _RATIO
    if wanted in shared:
        return wanted
    models = {model.id: model for model in (tiers.draft_model, tiers.final_model)}
    lacking = [name for name, model in models.items() if wanted not in model.ratios]
    width, height = map(int, wanted.split(":"))
    nearest = given.catalog.nearest_ratio(width, height, among=shared)
    message = f"{' and '.join(lacking)} cannot make {wanted}"
    given.fault(("aspect_ratio", "final", "draft"), message, f"the nearest that works is {nearest}")
    return None


def _image_size(given: Given, tiers: Tiers, ratio: str, pixels: tuple[int, int] | None) -> str | None:
    model = tiers.final_model
    size: str | None = given.value("image_size")
    if size is None:
        if pixels:
            size = given.catalog.smallest_size(model, *pixels, ratio)
        else:
            size = _SIZE if _SIZE in model.image_tokens else next(iter(model.image_tokens))
    if size not in model.image_tokens:
        hint = f"it makes {', '.join(model.image_tokens)}"
        given.fault(("image_size", "final"), f"{model.id} makes no {size} picture", hint)
        return None
    if pixels:
        _warn_if_enlarged(given, ratio, size, pixels)
    return size


def _warn_if_enlarged(given: Given, ratio: str, size: str, pixels: tuple[int, int]) -> None:
    made = given.catalog.pixel_size(ratio, size)
    if made[0] < pixels[0] or made[1] < pixels[1]:
        wanted = f"{pixels[0]}x{pixels[1]}"
        given.warnings.append(f"{wanted} is wanted of a {size} picture of {made[0]}x{made[1]}: it will be enlarged.")
