"""The cells of a campaign: every segment in every locale, with its variables."""

from collections.abc import Iterable, Mapping
from typing import Any

from proofpress.domain.campaigns.written import WrittenCampaign, WrittenEvent
from proofpress.domain.written_values import Scalar

_STAND_IN = "1"
"""For what only events tell. A number, because it goes through most filters."""


class Cells:
    """What each cell of a campaign knows, whatever events say."""

    def __init__(self, written: WrittenCampaign, event: WrittenEvent) -> None:
        self._written = written
        self._event = event

    @property
    def known(self) -> frozenset[str]:
        """Every variable that is named anywhere."""
        layers: list[Iterable[str]] = [self._event.variables, self._written.variables]
        layers += [*self._written.segments.values(), *self._written.locales.values()]
        return frozenset(name for layer in layers for name in layer)

    def all(self) -> Iterable[tuple[str, str]]:
        """Segments and locales."""
        return ((segment, locale) for segment in self._written.segments for locale in self._written.locales)

    def values(self, segment: str, locale: str) -> dict[str, Scalar]:
        """The variables of a cell, with a stand-in for what only events tell."""
        layers: tuple[Mapping[str, Any], ...] = (
            self._written.variables,
            dict.fromkeys(self._event.variables, _STAND_IN),
            self._written.locales[locale],
            self._written.segments[segment],
        )
        merged = {name: value for layer in layers for name, value in layer.items() if value is not None}
        localised = {
            name: value.get(locale, _STAND_IN) if isinstance(value, dict) else value for name, value in merged.items()
        }
        return {name: value for name, value in localised.items() if value is not None}
