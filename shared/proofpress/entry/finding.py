"""Finds an attempt by what a person types: its key, its file, or just its item and number."""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import PurePosixPath

from proofpress.domain import queries
from proofpress.domain.errors import BadInput
from proofpress.domain.records import Attempt
from proofpress.ports import Ledger

_NUMBER = re.compile(r"(\d{1,9})(?:-\d+)?(?:\.\w+)?")
"""An attempt's number, or the file name of its draft or final."""
_SUGGESTED = 3
_SEARCHED = 10
"""Batches that suggestions are looked for in: reading every item of all that ever ran would cost."""


def find_attempt(ledger: Ledger, text: str) -> Attempt:
    """The attempt of `batch/item/0007`, `item/7`, or the path of one of its pictures; BadInput names the nearest."""
    keys = list(_keys(ledger, text))
    for key in keys:
        if (found := ledger.get(Attempt, key)) is not None:
            return found
    near = _nearest(ledger, keys[0] if keys else text)
    hint = f" Near: {', '.join(near)}." if near else " `proofpress status` lists the batches that are here."
    raise BadInput(f"There is no attempt {text!r}; attempts are named BATCH/ITEM/NUMBER.{hint}")


def _keys(ledger: Ledger, text: str) -> Iterator[str]:
    """Keys that the text may stand for, the most likely first."""
    *names, last = PurePosixPath(text.replace("\\", "/")).parts or ("",)
    number = _NUMBER.fullmatch(last)
    if not number or not names:
        return
    tail = f"{names[-1]}/{int(number[1]):04d}"
    if len(names) > 1:
        yield f"{names[-2]}/{tail}"
    else:
        newest = sorted(ledger.find(queries.batches()), key=lambda batch: batch.created, reverse=True)
        yield from (f"{batch.id}/{tail}" for batch in newest)


def _nearest(ledger: Ledger, text: str) -> list[str]:
    """Attempts whose item resembles the one asked for, the nearest number of each."""
    newest = sorted(ledger.find(queries.batches()), key=lambda batch: batch.created, reverse=True)[:_SEARCHED]
    items = [item.key for batch in newest for item in ledger.find(queries.items(batch.id))]
    wanted, _, number = text.rpartition("/")
    sought = int(number) if number.isdecimal() else 1
    near: list[str] = []
    for item in get_close_matches(wanted or text, items, _SUGGESTED):
        attempts = ledger.find(queries.attempts_of_item(item))
        near += [attempt.key for attempt in sorted(attempts, key=lambda each: abs(each.number - sought))[:1]]
    return near
