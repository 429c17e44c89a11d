"""What holds between the parts of a template."""

from collections.abc import Mapping

from proofpress.domain.designs import Format, Kind, Layer, Shape, Template
from proofpress.domain.designs.layers import TEXTUAL
from proofpress.manifests.places import Spot
from proofpress.manifests.problems import Problems

_COMMON = {"kind", "name", "hidden"}
_IN_AREA = {"area", "size", "beside"}
_WRITTEN = {*_IN_AREA, "smallest", "optional", "tone"}
_TAKEN: dict[Kind, frozenset[str]] = {
    Kind.BACKGROUND: frozenset({"tone"}),
    Kind.IMAGE: frozenset({"box", "radius"}),
    Kind.SCRIM: frozenset({"box", "fade", "radius", "least", "most"}),
    Kind.TEXT: frozenset({*_WRITTEN, "lines", "bold", "struck"}),
    Kind.BUTTON: frozenset(_WRITTEN),
    Kind.BADGE: frozenset(_WRITTEN),
    Kind.LOGO: frozenset(_IN_AREA),
}
_NEEDED = {**dict.fromkeys(TEXTUAL, ("name", "area", "size")), Kind.LOGO: ("area", "size")}


def check_template(template: Template, spot: Spot, formats: Mapping[str, Format], problems: Problems) -> None:
    """Note every reference that leads nowhere, and every field that its kind of layer does not take."""
    if template.copy_area not in template.areas:
        _unknown(spot.to("copy_area"), "area", template.copy_area, list(template.areas), problems)
    for name, area in template.areas.items():
        for number, other in enumerate(area.takes or ()):
            if other not in template.areas:
                _unknown(spot.to("areas", name, "takes", number), "area", other, list(template.areas), problems)
    for number, layer in enumerate(template.layers):
        _check_layer(layer, number, template, spot.to("layers", number), problems)
    for name in template.overrides:
        _check_override(name, template, spot.to("overrides", name), formats, problems)


def _check_layer(layer: Layer, number: int, template: Template, spot: Spot, problems: Problems) -> None:
    if layer.kind is None:
        problems.add(spot, "has no kind", f"one of {', '.join(Kind)}")
        return
    for field in sorted(layer.model_fields_set - _COMMON - _TAKEN[layer.kind]):
        problems.add(
            spot.to(field), f"a {layer.kind} takes no {field}", f"it takes {', '.join(sorted(_TAKEN[layer.kind]))}"
        )
    for field in _NEEDED.get(layer.kind, ()):
        if getattr(layer, field) is None:
            problems.add(spot, f"a {layer.kind} needs {field}")
    if layer.area is not None and layer.area not in template.areas:
        _unknown(spot.to("area"), "area", layer.area, list(template.areas), problems)
    before = [other for other in template.layers[:number] if other.name]
    if layer.name and any(other.name == layer.name for other in before):
        problems.add(spot.to("name"), f"a second layer {layer.name!r}", "give it another name")
    names = [other.name or "" for other in before if other.area == layer.area]
    if layer.beside is not None and layer.beside not in names:
        problems.add(spot.to("beside"), f"no layer {layer.beside!r} comes before it in its area")


def _check_override(
    name: str, template: Template, spot: Spot, formats: Mapping[str, Format], problems: Problems
) -> None:
    override = template.overrides[name]
    if name not in formats and name not in set(Shape):
        _unknown(spot, "shape or format", name, [*Shape, *formats], problems)
    for area in override.areas:
        if area not in template.areas:
            _unknown(spot.to("areas", area), "area", area, list(template.areas), problems)
    layers = {layer.name: layer for layer in template.layers if layer.name}
    for layer, patch in override.layers.items():
        if layer not in layers:
            _unknown(spot.to("layers", layer), "layer", layer, list(layers), problems)
            continue
        taken = _TAKEN.get(layers[layer].kind or Kind.TEXT, frozenset()) | {"hidden"}
        for field in sorted(patch.model_fields_set - taken):
            problems.add(spot.to("layers", layer, field), f"an override of a {layers[layer].kind} takes no {field}")
        if patch.area is not None and patch.area not in template.areas:
            _unknown(spot.to("layers", layer, "area"), "area", patch.area, list(template.areas), problems)


def _unknown(spot: Spot, what: str, name: str, known: list[str], problems: Problems) -> None:
    problems.add(
        spot, f"unknown {what} {name!r}", problems.speller.hint(name, known, f"known are {', '.join(known[:20])}")
    )
