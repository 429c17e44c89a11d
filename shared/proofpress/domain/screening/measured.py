"""Figures as the checks read them."""

from collections.abc import Mapping
from math import nan

Figures = Mapping[str, int | float | str]


class Measured:
    """Figures by name; one that is missing compares as neither above nor below anything."""

    def __init__(self, figures: Figures) -> None:
        self._figures = figures

    def __getitem__(self, name: str) -> float:
        figure = self._figures.get(name)
        return float(figure) if isinstance(figure, int | float) else nan

    def __contains__(self, name: str) -> bool:
        return name in self._figures
