"""A document as a model of designs, or all that is wrong with it."""

from typing import TypeVar

from pydantic import BaseModel, ValidationError

from proofpress.domain.designs import Area, Box, Format, Insets, Layer
from proofpress.domain.designs.template import Override
from proofpress.manifests.entries import report
from proofpress.manifests.places import Keys, Spot
from proofpress.manifests.problems import Problems

M = TypeVar("M", bound=BaseModel)

_BELOW: dict[str, type[BaseModel]] = {
    "areas": Area,
    "box": Box,
    "formats": Format,
    "layers": Layer,
    "overrides": Override,
    "safe": Insets,
}


def checked(kind: type[M], spot: Spot, problems: Problems) -> M:
    """The document's value as a model; InvalidManifest with every fault where it is none."""
    value = spot.document.value
    if not isinstance(value, dict):
        problems.stop(spot, "must be a mapping", "see docs/composing.md for an example")
    try:
        return kind.model_validate(value)
    except ValidationError as error:
        for details in error.errors(include_url=False, include_context=True):
            report(_model_at(kind, details["loc"]), spot, details, problems)
        problems.raise_any()
        raise


def _model_at(kind: type[BaseModel], keys: Keys) -> type[BaseModel]:
    """The model that the last key belongs to, whose fields are the ones to hint at."""
    return next((_BELOW[key] for key in reversed(keys[:-1]) if isinstance(key, str) and key in _BELOW), kind)
