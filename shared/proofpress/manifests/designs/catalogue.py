"""The templates and formats that come with Proofpress, and those that users write."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from pydantic import Field

from proofpress.domain.designs import Format, Template
from proofpress.domain.designs.parts import Design
from proofpress.manifests.designs.checking import checked
from proofpress.manifests.designs.rules import check_template
from proofpress.manifests.formats.documents import read_document
from proofpress.manifests.places import Spot
from proofpress.manifests.problems import Problems

_DATA = files("proofpress.manifests.designs") / "data"


class Catalogue(Design):
    """A file of formats."""

    formats: tuple[Format, ...] = Field(min_length=1)


@cache
def templates() -> Mapping[str, Template]:
    """The templates of the package by their names."""
    found = (_DATA / "templates").iterdir()
    read = [read_template(path.name, path.read_bytes()) for path in sorted(found, key=lambda path: path.name)]
    return MappingProxyType({template.name: template for template in read})


@cache
def formats() -> Mapping[str, Format]:
    """The formats of the package by their names."""
    return read_formats("formats.yaml", (_DATA / "formats.yaml").read_bytes())


def read_template(file: str, data: bytes, known: Mapping[str, Format] | None = None) -> Template:
    """A template from YAML or JSON; InvalidManifest carries everything that is wrong with it.

    `known` are the formats that overrides may name, those of the package without it.
    """
    spot, problems = Spot(read_document(file, data)), Problems(file)
    template = checked(Template, spot, problems)
    check_template(template, spot, formats() if known is None else known, problems)
    problems.raise_any()
    return template


def read_formats(file: str, data: bytes) -> Mapping[str, Format]:
    """A catalogue of formats from YAML or JSON; InvalidManifest carries everything that is wrong with it."""
    spot, problems = Spot(read_document(file, data)), Problems(file)
    found: dict[str, Format] = {}
    for number, form in enumerate(checked(Catalogue, spot, problems).formats):
        if form.name in found:
            problems.add(spot.to("formats", number, "name"), f"a second format {form.name!r}", "give it another name")
        found[form.name] = form
    problems.raise_any()
    return MappingProxyType(found)
