"""Templates of banners: layers, where they stand, and how that changes from format to format."""

from typing import Annotated, TypeVar

from pydantic import Field

from proofpress.domain.designs.formats import Format
from proofpress.domain.designs.layers import TEXTUAL, Area, Layer, Size
from proofpress.domain.designs.parts import Design, Name

P = TypeVar("P", Area, Layer)


class Override(Design):
    """What is different in one shape or format."""

    margin: Size | None = None
    areas: dict[Name, Area] = Field(default_factory=dict)
    layers: dict[Name, Layer] = Field(default_factory=dict)


class Template(Design):
    """An arrangement of layers for every format."""

    name: Name
    about: str = ""
    mirrored: bool = True
    """Whether right-to-left locales swap start and end."""
    margin: Size = 0.06
    """Kept free at every edge, in parts of the format's shorter side, beside what the format itself asks for."""
    copy_area: Name = "copy"
    """The area whose place is kept free in pictures."""
    areas: dict[Name, Area]
    layers: Annotated[tuple[Layer, ...], Field(min_length=1)]
    """From the back to the front."""
    overrides: dict[str, Override] = Field(default_factory=dict)
    """By a shape's or a format's name; a format's comes after its shape's."""

    @property
    def text_names(self) -> frozenset[str]:
        """Texts that it can show."""
        return frozenset(layer.name for layer in self.layers if layer.kind in TEXTUAL and layer.name)

    @property
    def required_texts(self) -> frozenset[str]:
        """Texts that it cannot do without."""
        return frozenset(
            layer.name for layer in self.layers if layer.kind in TEXTUAL and layer.name and not layer.optional
        )

    def fitted(self, form: Format) -> "Template":
        """The template as it is in a format: all overrides applied, hidden layers gone."""
        merged = self
        for override in (self.overrides.get(form.shape), self.overrides.get(form.name)):
            merged = merged._merged(override) if override else merged
        shown = tuple(layer for layer in merged.layers if not layer.hidden)
        return merged.model_copy(update={"layers": shown, "overrides": {}})

    def _merged(self, override: Override) -> "Template":
        areas = {name: _patched(area, override.areas.get(name)) for name, area in self.areas.items()}
        layers = tuple(_patched(layer, override.layers.get(layer.name or "")) for layer in self.layers)
        margin = self.margin if override.margin is None else override.margin
        return self.model_copy(update={"areas": areas, "layers": layers, "margin": margin})


def _patched(whole: P, patch: P | None) -> P:
    if patch is None:
        return whole
    return whole.model_copy(update={name: getattr(patch, name) for name in patch.model_fields_set})
