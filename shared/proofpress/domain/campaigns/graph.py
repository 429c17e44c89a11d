"""Which banners share a background: those whose visual variables and aspect ratio are equal.

Backgrounds are addressed by their content: whatever decides what the picture shows, and nothing else. The same
address is the same picture, in whichever segment, locale, format or event it is needed.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from proofpress.domain.campaigns.spec import CampaignSpec, Told
from proofpress.domain.designs import Format, Use, background_ratio, is_right_to_left
from proofpress.domain.spec import ItemSpec
from proofpress.domain.written_values import Scalar

PREFIX = "bg-"
"""Begins the id of an item that is a background; its address follows."""
_DIGITS = 32


class Place(NamedTuple):
    """One banner of a product."""

    segment: str
    locale: str
    form: Format

    @property
    def name(self) -> str:
        """As addresses have it."""
        return f"{self.segment}/{self.locale}/{self.form.name}"


@dataclass(frozen=True)
class Group:
    """The banners of a product that share a background."""

    key: str
    """Names the group whatever events say: by what locale and segment say of the picture, and by the ratio."""
    visual: dict[str, Scalar]
    """The visual variables, photos left out."""
    ratio: str
    places: tuple[Place, ...]

    def uses(self, spec: CampaignSpec) -> tuple[Use, ...]:
        """Where the background will be used, each way once."""
        found = {(place.form.name, is_right_to_left(place.locale)): place for place in self.places}
        return tuple(
            Use(template=spec.template, form=place.form, right_to_left=mirrored)
            for (_, mirrored), place in sorted(found.items(), key=lambda pair: pair[0])
        )


def groups(
    spec: CampaignSpec, told: Told, segments: Iterable[str] | None = None, locales: Iterable[str] | None = None
) -> list[Group]:
    """The groups of a product's banners, in the order of the campaign; of some segments and locales, or of all."""
    wanted_segments, wanted_locales = _chosen(spec.segments, segments), _chosen(spec.locales, locales)
    found: dict[str, Group] = {}
    for segment in wanted_segments:
        for locale in wanted_locales:
            values = spec.values(segment, locale, told)
            visual = {name: values[name] for name in sorted(spec.visual) if name in values}
            own = spec.told_by_event(segment, locale)
            for form in spec.formats:
                ratio = background_ratio(form, spec.ratios)
                key = _digest([{name: value for name, value in visual.items() if name not in own}, ratio], 12)
                before = found[key].places if key in found else ()
                shown = {name: value for name, value in visual.items() if name not in spec.photo_variables}
                found[key] = Group(key, shown, ratio, (*before, Place(segment, locale, form)))
    return list(found.values())


def address(item: ItemSpec) -> str:
    """The content address of a background: the id of the item that makes it.

    Over what it shows and what draws it: prompt, references by their bytes, ratio, size, tiers and route. The review
    decides which draft is taken, not what is asked for, so a changed rubric makes no accepted picture void.
    """
    asked = item.model_dump(mode="json", include={"prompt", "aspect_ratio", "image_size", "draft", "final", "route"})
    references = [reference.sha256 for reference in item.references]
    return PREFIX + _digest([asked, item.hero, item.text_heavy, references], _DIGITS)


def is_address(item: str) -> bool:
    """Whether an item's id has the form of a background's."""
    return item.startswith(PREFIX) and len(item) == len(PREFIX) + _DIGITS


def digest_of(values: object) -> str:
    """A short hash of plain values, equal whatever the order of keys."""
    return _digest(values, 16)


def _chosen(known: Iterable[str], wanted: Iterable[str] | None) -> Sequence[str]:
    return [name for name in known if wanted is None or name in set(wanted)]


def _digest(value: object, digits: int) -> str:
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:digits]
