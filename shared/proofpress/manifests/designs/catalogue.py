"""The templates and formats that come with Proofpress, and those that users write."""

from collections.abc import Mapping

from proofpress.domain.designs import Format, Template


def templates() -> Mapping[str, Template]:
    """The templates of the package by their names."""
    raise NotImplementedError


def formats() -> Mapping[str, Format]:
    """The formats of the package by their names."""
    raise NotImplementedError


def read_template(file: str, data: bytes, known: Mapping[str, Format] | None = None) -> Template:
    """A template from YAML or JSON; InvalidManifest carries everything that is wrong with it.

    `known` are the formats that overrides may name, those of the package without it.
    """
    raise NotImplementedError(file, data, known)


def read_formats(file: str, data: bytes) -> Mapping[str, Format]:
    """A catalogue of formats from YAML or JSON; InvalidManifest carries everything that is wrong with it."""
    raise NotImplementedError(file, data)
