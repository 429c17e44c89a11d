"""What a user writes of the screen: a profile, then single checks and thresholds over it, all side by side."""

from collections.abc import Callable
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, create_model
from pydantic.fields import FieldInfo

from proofpress.domain.screening import Action, Checks, Profile, ScreenSpec, Thresholds
from proofpress.domain.writing import NUMBER, Written

W = TypeVar("W", bound=Written)
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


@_with_keys_of(Checks, Thresholds)
class WrittenScreen(Written):
    """How drafts are screened; keys that are left out come from `defaults`, then from the profile."""

    profile: Profile | None = None
    """Rules to start from: wallpaper, banner, photo, or off."""


def resolved(*layers: WrittenScreen | None) -> ScreenSpec:
    """The screen of an item, key by key, the last layer strongest."""
    merged: dict[str, Any] = {}
    for layer in layers:
        merged.update(layer.model_dump(exclude_none=True) if layer else {})
    return ScreenSpec(
        checks={name: merged.pop(name) for name in Checks.model_fields if name in merged},
        thresholds={name: merged.pop(name) for name in Thresholds.model_fields if name in merged},
        **merged,
    )
