"""Settings as the user gave them, an item's own before the defaults', and the faults that only show once merged."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from proofpress.domain.catalog import Catalog
from proofpress.domain.manifest import Settings
from proofpress.manifests.spelling import Speller


class Fault(NamedTuple):
    """Settings that do not go together; it is shown where the first of `fields` that the user gave is written."""

    fields: tuple[str, ...]
    message: str
    hint: str = ""


@dataclass
class Given:
    """An item's settings over the defaults, with what is found wrong with them."""

    own: Settings
    defaults: Settings
    catalog: Catalog
    today: date
    speller: Speller
    faults: list[Fault] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def value(self, name: str) -> Any:
        """A setting of the item, or of the defaults where the item has none."""
        own = getattr(self.own, name)
        return getattr(self.defaults, name) if own is None else own

    def fault(self, fields: tuple[str, ...], message: str, hint: str = "") -> None:
        """Note a fault."""
        self.faults.append(Fault(fields, message, hint))
