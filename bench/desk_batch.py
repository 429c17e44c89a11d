"""A large batch for the desk: some real drafts, each many times, under numbers of its own."""

from pathlib import Path

from bench.command import run
from bench.service import simulator
from proofpress.domain import queries
from proofpress.domain.records import Item
from proofpress.entry.local import open_workspace
from proofpress.ports import Create, Replace

ITEMS = 10
_DRAWN = 10
"""Drafts of an item that are drawn; the others are copies of them, each a picture of its own to the desk."""
_PROFILE = "accept_rate = 1.0\n"
_AT_ONCE = 250


def lay_out(folder: Path, drafts: int) -> Path:
    """A work folder whose batch `desk` has so many drafts that wait for a person."""
    items = [{"id": f"item-{number:02d}", "prompt": f"dunes at dusk {number}"} for number in range(ITEMS)]
    defaults = {"want": _DRAWN, "review": "hand", "final": "pro", "size": "600x800", "max_attempts": 2 * drafts}
    with simulator(folder, _PROFILE) as service:
        ran = run({"name": "desk", "defaults": defaults, "items": items}, folder, service.url, 8)
    _copy(ran.workspace, drafts)
    return ran.workspace


def _copy(workspace: Path, drafts: int) -> None:
    with open_workspace(workspace) as parts:
        drawn = parts.ledger.find(queries.attempts("desk"))
        times = -(-drafts // len(drawn))
        copies = [
            attempt.having(number=attempt.number + _DRAWN * time, revision="")
            for time in range(1, times)
            for attempt in drawn
        ][: drafts - len(drawn)]
        for start in range(0, len(copies), _AT_ONCE):
            parts.ledger.commit(*map(Create, copies[start : start + _AT_ONCE]))
        for item in parts.ledger.find(queries.items("desk")):
            parts.ledger.commit(Replace(_with_room(item, times)))


def _with_room(item: Item, times: int) -> Item:
    return item.having(allocated=_DRAWN * times, spec=item.spec.model_copy(update={"want": _DRAWN * times}))
