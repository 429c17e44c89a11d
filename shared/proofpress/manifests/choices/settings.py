"""What the settings of an item come to, worked out once for all items that say the same."""

from datetime import date
from decimal import Decimal
from operator import attrgetter
from typing import Any, NamedTuple

from proofpress.domain.catalog import Catalog
from proofpress.domain.manifest import Entry, Settings
from proofpress.domain.spec import (
    DEFAULT_ACCEPT_RATE,
    DEFAULT_MAX_USD_PER_KEEPER,
    DEFAULT_WAVES,
    ReviewMode,
    ReviewSpec,
)
from proofpress.domain.written_screen import resolved
from proofpress.manifests.choices.given import Given
from proofpress.manifests.choices.lanes import choose_lanes
from proofpress.manifests.choices.pictures import Picture, choose_picture
from proofpress.manifests.choices.reviews import choose_review
from proofpress.manifests.choices.tiers import Tiers, choose_tiers
from proofpress.manifests.entries import Checked
from proofpress.manifests.limits import MAX_REFERENCES
from proofpress.manifests.places import Spot
from proofpress.manifests.problems import Problems

_OF_EACH_ITEM = frozenset({"prompt", "references", "seed", "variables"})
_SHARED = attrgetter(*(name for name in Settings.model_fields if name not in _OF_EACH_ITEM))


class Resolved(NamedTuple):
    """Settings with every default filled in."""

    fields: dict[str, Any]
    """Values of the fields of an ItemSpec that do not depend on variables."""
    review: ReviewSpec
    max_references: int


class SettingsResolver:
    """Resolves items' settings over the defaults and reports what does not go together."""

    def __init__(self, defaults: Checked[Settings], catalog: Catalog, today: date, problems: Problems) -> None:
        self._defaults = defaults
        self._catalog = catalog
        self._today = today
        self._problems = problems
        self._known: dict[object, tuple[Given, Resolved | None]] = {}

    def resolve(self, entry: Checked[Entry]) -> Resolved | None:
        """The settings of an item; None where a fault was reported."""
        key = _SHARED(entry.model)
        if key not in self._known:
            given = Given(entry.model, self._defaults.model, self._catalog, self._today, self._problems.speller)
            self._known[key] = given, _resolve(given)
        given, resolved = self._known[key]
        for fault in given.faults:
            self._problems.add(self._spot(entry, fault.fields), fault.message, fault.hint)
        for warning in given.warnings:
            self._problems.warn(warning)
        return resolved

    def _spot(self, entry: Checked[Entry], fields: tuple[str, ...]) -> Spot:
        """Where the first field in question was written; the item where none was."""
        for checked in (entry, self._defaults):
            for field in fields:
                if checked.has(field):
                    return checked.spot.to(field)
        return entry.spot


def _resolve(given: Given) -> Resolved | None:
    tiers, review = choose_tiers(given), choose_review(given)
    picture = choose_picture(given, tiers) if tiers else None
    if tiers is None or picture is None or review is None:
        return None
    fields = {**_plain_fields(given), **_fields_of(tiers, picture), "lanes": choose_lanes(given, tiers)}
    if fields["screen"].audit and review.mode is ReviewMode.NONE:
        given.fault(("screen", "review"), "nobody sees what the audit lets through", "take a reviewer, or audit: 0")
    if fields["max_attempts"] is not None and fields["max_attempts"] < fields["want"]:
        given.warnings.append(f"max_attempts of {fields['max_attempts']} cannot bring {fields['want']} keepers.")
    return Resolved(fields, review, _max_references(tiers))


def _plain_fields(given: Given) -> dict[str, Any]:
    return {
        "want": given.value("want") or 1,
        "waves": given.value("waves") or DEFAULT_WAVES,
        "max_attempts": given.value("max_attempts"),
        "max_usd_per_keeper": given.value("max_usd_per_keeper") or Decimal(DEFAULT_MAX_USD_PER_KEEPER),
        "accept_rate": given.value("accept_rate") or DEFAULT_ACCEPT_RATE,
        "screen": resolved(given.defaults.screen, given.own.screen),
        "hero": bool(given.value("hero")),
        "text_heavy": bool(given.value("text_heavy")),
    }


def _fields_of(tiers: Tiers, picture: Picture) -> dict[str, Any]:
    return {**picture._asdict(), "draft": tiers.draft, "final": tiers.final, "route": tiers.route}


def _max_references(tiers: Tiers) -> int:
    """A final carries the accepted draft as one more picture, so the items own may be one fewer."""
    if tiers.draft == tiers.final:
        return min(MAX_REFERENCES, tiers.final_model.reference_images)
    return min(MAX_REFERENCES, tiers.draft_model.reference_images, tiers.final_model.reference_images - 1)
