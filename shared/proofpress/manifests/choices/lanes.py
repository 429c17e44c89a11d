"""Which lanes an item's drafts and finals go by."""

from proofpress.domain.catalog import Lane, Model
from proofpress.domain.lanes import DEFAULT_BATCH_WAVES, LaneChoice, LaneSpec
from proofpress.domain.manifest import WrittenLanes
from proofpress.manifests.choices.given import Given
from proofpress.manifests.choices.tiers import Tiers

_FIELDS = ("lane", "needed_by")


def choose_lanes(given: Given, tiers: Tiers) -> LaneSpec:
    """The item's lanes, key by key over those of the defaults; what does not go together is reported."""
    own, defaults = (settings.lane or WrittenLanes() for settings in (given.own, given.defaults))
    chosen = {**defaults.model_dump(exclude_none=True), **own.model_dump(exclude_none=True)}
    waves = given.value("waves") or DEFAULT_BATCH_WAVES
    lanes = LaneSpec(**chosen, needed_by=given.value("needed_by"), waves=waves)
    _check_deadline(given, lanes)
    _check_price(given, lanes.draft, tiers.draft_model)
    _check_price(given, lanes.final, tiers.final_model)
    return lanes


def _check_deadline(given: Given, lanes: LaneSpec) -> None:
    choices = (lanes.draft, lanes.final)
    if lanes.needed_by is None:
        if LaneChoice.AUTO in choices:
            given.fault(_FIELDS, "`lane: auto` needs a deadline", "say `needed_by: 2026-12-24`, or `lane: batch`")
    elif lanes.needed_by.date() < given.today:
        given.warnings.append(f"needed_by {lanes.needed_by.isoformat()} is over: what is `auto` goes live.")
    elif choices == (LaneChoice.LIVE, LaneChoice.LIVE):
        given.warnings.append("needed_by changes nothing without `lane: auto`.")


def _check_price(given: Given, choice: LaneChoice, model: Model) -> None:
    if choice is LaneChoice.BATCH and (Lane.BATCH not in model.lanes or given.catalog.batch_factor is None):
        given.fault(_FIELDS, f"models.toml has no batch price for {model.id}", "say `live`, or add the price to it")
