"""From the bytes of a manifest to the batch that it asks for."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import PurePosixPath
from typing import Any

from proofpress.domain.catalog import Catalog
from proofpress.domain.manifest import Entry, Manifest, Settings
from proofpress.domain.screening import Across
from proofpress.domain.spec import BatchSpec, ItemSpec
from proofpress.manifests.attachments import Attachments
from proofpress.manifests.choices.settings import SettingsResolver
from proofpress.manifests.entries import Checked, check, check_entries
from proofpress.manifests.expand import Expander
from proofpress.manifests.files import Files
from proofpress.manifests.formats.documents import read_document
from proofpress.manifests.items import ItemMaker
from proofpress.manifests.limits import MAX_ITEMS
from proofpress.manifests.matrix import MatrixReader
from proofpress.manifests.names import slug
from proofpress.manifests.places import Spot
from proofpress.manifests.problems import Problems
from proofpress.manifests.references import References
from proofpress.manifests.rows import read_rows
from proofpress.manifests.variables import given


def load(
    name: str, data: bytes, files: Files, catalog: Catalog, today: date, said: Mapping[str, str] | None = None
) -> BatchSpec:
    """The batch that a manifest asks for; InvalidManifest carries everything that is wrong with it.

    `name` is the manifest's file name, whose suffix tells the format; `files` reads what it refers to, and `today`
    decides which models are retired. `said` holds settings that whoever sent it gave besides: they stand over its
    defaults, and under what an item says itself.
    """
    document = read_document(name, data)
    problems = Problems(name)
    loader = _Loader(Spot(document), Attachments(files, problems.speller), problems, said or {})
    items = loader.items(catalog, today)
    _check_campaign(loader.manifest, items, problems)
    problems.raise_any()
    top = loader.manifest.model
    _warn_of_low_cap(top, items, problems)
    return BatchSpec(
        name=slug(top.name or PurePosixPath(name).stem) or "batch",
        items=tuple(items),
        max_attempts=top.max_attempts,
        max_usd=top.max_usd,
        campaign=top.campaign or "",
        warnings=problems.warnings,
        fingerprint=_fingerprint(items, top),
        source=document.text,
    )


def schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of a manifest, for editors."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **Manifest.model_json_schema(),
        "title": "Proofpress manifest",
    }


class _Loader:
    """One manifest on its way from checked keys to items."""

    def __init__(self, top: Spot, attachments: Attachments, problems: Problems, said: Mapping[str, str]) -> None:
        self._top = top
        self._attachments = attachments
        self._problems = problems
        written = _mapping(top.document.value, top, problems)
        self._items = written.pop("items", None)
        defaults = written.pop("defaults", None)
        self.manifest = check(Manifest, top, written, problems)
        spot = top.to("defaults")
        self._defaults = check(Settings, spot, {**_mapping(defaults, spot, problems), **said}, problems)

    def items(self, catalog: Catalog, today: date) -> list[ItemSpec]:
        """All items that could be made; what is missing among them has been reported."""
        shared = {**given(self.manifest.model.variables), **given(self._defaults.model.variables)}
        settings = SettingsResolver(self._defaults, catalog, today, self._problems)
        maker = ItemMaker(self._defaults, shared, settings, References(self._attachments), self._problems)
        matrices = MatrixReader(self._attachments, self._problems)
        planned = Expander(self.manifest, matrices, self._problems).expand(list(self._entries()))
        return [item for item in map(maker.make, planned) if item]

    def _entries(self) -> Iterator[Checked[Entry]]:
        rows = self._rows()
        if rows is None:
            return
        spot, values = rows
        if len(values) > MAX_ITEMS:
            self._problems.stop(spot, f"has more than {MAX_ITEMS:,} items", "split the manifest")
        yield from check_entries(spot, values, self._problems)

    def _rows(self) -> tuple[Spot, list[object]] | None:
        """The items as they are written, and the list they stand in; None where a fault was reported."""
        spot, value = self._top.to("items"), self._items
        if isinstance(self._top.document.value, list):
            spot = self._top
        elif isinstance(value, str):
            top = read_rows(value, spot, self._attachments, self._problems)
            if top is None:
                return None
            spot, value = top, top.document.value
        elif value is None and self.manifest.model.matrix:
            return self._top, [{}]
        if isinstance(value, list) and value:
            return spot, value
        hint = "write a list under 'items:', or a 'matrix:' and a prompt under 'defaults:'"
        if value is not None and value != []:
            self._problems.add(spot, "must be a list of items", hint)
        elif "matrix" not in self.manifest.faulty:
            self._problems.add(self._top, "has no items", hint)
        return None


def _mapping(value: object, spot: Spot, problems: Problems) -> dict[str, object]:
    """A mapping as it is written, empty for nothing; anything else is reported."""
    if isinstance(value, dict):
        return dict(value)
    if not spot.keys:
        if isinstance(value, list):
            return {"items": value}
        problems.stop(spot, "must be a mapping with keys such as 'defaults' and 'items', or a list of items")
    if value is not None:
        problems.add(spot, "must be a mapping")
    return {}


def _check_campaign(top: Checked[Manifest], items: list[ItemSpec], problems: Problems) -> None:
    if not top.model.campaign and any(item.screen.duplicates.across is Across.CAMPAIGN for item in items):
        hint = "name the campaign at the top of the manifest, as in 'campaign: spring'"
        problems.add(top.spot, "looks for duplicates across a campaign, and names none", hint)


def _warn_of_low_cap(top: Manifest, items: list[ItemSpec], problems: Problems) -> None:
    wanted = sum(item.want for item in items)
    if top.max_attempts is not None and top.max_attempts < wanted:
        problems.warn(f"max_attempts of {top.max_attempts} for the batch cannot bring {wanted} keepers.")


def _fingerprint(items: list[ItemSpec], top: Manifest) -> str:
    """sha256 over what is asked for, whatever the format, order of keys and comments that said it."""
    digest = hashlib.sha256()
    for item in items:
        digest.update(item.model_dump_json().encode())
    max_usd = None if top.max_usd is None else float(top.max_usd)
    digest.update(json.dumps([top.max_attempts, max_usd, top.campaign]).encode())
    return digest.hexdigest()
