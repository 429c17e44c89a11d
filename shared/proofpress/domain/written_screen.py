"""What a user writes of the screen: a profile, then single checks and thresholds over it, all side by side."""

import re
from collections.abc import Callable
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, Field, create_model
from pydantic.fields import FieldInfo

from proofpress.domain.screening import MOST_RADIUS, Across, Action, Checks, Profile, ScreenSpec, Thresholds
from proofpress.domain.writing import NUMBER, Written

W = TypeVar("W", bound=Written)
_PERCENT = re.compile(r"\s*(\d{1,3}(?:\.\d+)?)\s*%\s*")
_ANNOTATED: Any = Annotated
"""Typed so because these annotations are made while the program runs."""


def _optional(name: str, field: FieldInfo) -> tuple[Any, FieldInfo]:
    kind = field.annotation if field.annotation is Action else _ANNOTATED[(field.annotation, *field.metadata, NUMBER)]
    extra = field.json_schema_extra
    unit = f" ({extra['unit']}; {field.default:g} where nothing is said)" if isinstance(extra, dict) else ""
    described = FieldInfo(default=None, description=f"{field.description}{unit}", title=name)
    return kind | None, described


def _with_keys_of(*kinds: type[BaseModel]) -> Callable[[type[W]], type[W]]:
    """Give a model the fields of others besides its own, each optional: they are declared once."""

    def extended(model: type[W]) -> type[W]:
        fields = {name: _optional(name, field) for kind in kinds for name, field in kind.model_fields.items()}
        return create_model(model.__name__, __base__=model, __doc__=model.__doc__, __module__=__name__, **fields)  # type: ignore[call-overload,no-any-return]

    return extended


def _share(value: object) -> object:
    found = _PERCENT.fullmatch(value) if isinstance(value, str) else None
    return float(found[1]) / 100 if found else value


def _duplicates_across(value: object) -> object:
    return {"across": value} if isinstance(value, str) else value


def _shadow_of_profile(value: object) -> object:
    return {"profile": value} if isinstance(value, str) else value


class WrittenDuplicates(Written):
    """When a draft is rejected as a duplicate."""

    across: Across | None = None
    """Among which drafts a repetition is looked for: those of the batch, of the campaign, or none (off)."""
    radius: Annotated[int, Field(ge=0, le=MOST_RADIUS), NUMBER] | None = None
    """Bits of 256 in which the hashes of alike drafts may differ (60 where nothing is said)."""


@_with_keys_of(Checks, Thresholds)
class WrittenShadow(Written):
    """Rules that are tried beside those of the screen; keys that are left out are the screen's own."""

    profile: Profile | None = None
    """Rules to start from instead of the screen's own."""


@_with_keys_of(Checks, Thresholds)
class WrittenScreen(Written):
    """How drafts are screened; keys that are left out come from `defaults`, then from the profile."""

    profile: Profile | None = None
    """Rules to start from: wallpaper, banner, photo, or off."""
    duplicates: (
        Annotated[
            WrittenDuplicates, BeforeValidator(_duplicates_across, json_schema_input_type=Across | WrittenDuplicates)
        ]
        | None
    ) = None
    """When a draft is rejected because it shows again what another one shows."""
    audit: (
        Annotated[
            float,
            Field(ge=0, le=1, allow_inf_nan=False),
            BeforeValidator(_share, json_schema_input_type=float | str),
            NUMBER,
        ]
        | None
    ) = None
    """Share of the rejected drafts that the reviewer sees all the same, unmarked, such as 2% or 0.02."""
    shadow: (
        Annotated[WrittenShadow, BeforeValidator(_shadow_of_profile, json_schema_input_type=Profile | WrittenShadow)]
        | None
    ) = None
    """Other rules that are held to the same figures and decide nothing: the report compares."""


def resolved(*layers: WrittenScreen | None) -> ScreenSpec:
    """The screen of an item, key by key, the last layer strongest."""
    merged: dict[str, Any] = {}
    for layer in layers:
        for name, value in (layer.model_dump(exclude_none=True) if layer else {}).items():
            merged[name] = {**merged.get(name, {}), **value} if isinstance(value, dict) else value
    shadow = merged.pop("shadow", None)
    rules = {name: merged.pop(name) for name in WrittenShadow.model_fields if name in merged}
    if shadow is not None:
        merged["shadow"] = _sorted(shadow if "profile" in shadow else {**rules, **shadow})
    return ScreenSpec(**_sorted(rules), **merged)


def _sorted(rules: dict[str, Any]) -> dict[str, Any]:
    """Rules as they are written, side by side, as the fields of a RulesSpec."""
    return {
        **{name: rules[name] for name in ("profile",) if name in rules},
        "checks": {name: rules[name] for name in Checks.model_fields if name in rules},
        "thresholds": {name: rules[name] for name in Thresholds.model_fields if name in rules},
    }
