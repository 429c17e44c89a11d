"""Screen out drafts on which no text would find its place, before a final of them is paid."""

from dataclasses import replace

from proofpress.domain.campaigns.graph import is_address
from proofpress.domain.records import Background, Item
from proofpress.imaging.screening import Screened
from proofpress.ports import Ports

REASON = "cluttered"


def judged(ports: Ports, item: Item, data: bytes, measured: Screened) -> Screened:
    """A verdict with that on the copy zones, where the picture is a campaign's background."""
    background = ports.ledger.get(Background, item.spec.id) if is_address(item.spec.id) else None
    if background is None or background.copy_zones is None or not measured.passed or measured.broken:
        return measured
    from proofpress.imaging.composing import copy_zone_clutter

    found = copy_zone_clutter(data, background.copy_zones.uses)
    figures = {**measured.figures, "clutter": max(found.clutter.values(), default=0.0), "clutter_worst": found.worst}
    if found.passed:
        return replace(measured, figures=figures)
    return replace(measured, passed=False, reasons=(*measured.reasons, REASON), figures=figures)
