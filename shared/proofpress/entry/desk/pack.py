"""A review pack: a page for somebody who has no account, no server and perhaps no network."""

import base64
import hashlib
import json
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from importlib import resources
from pathlib import Path
from typing import NamedTuple

from proofpress.domain import queries
from proofpress.domain.dislikes import Dislike
from proofpress.domain.errors import BadInput
from proofpress.domain.records import Attempt, Batch
from proofpress.domain.states import AttemptState
from proofpress.entry.decision_files import COLUMNS
from proofpress.entry.desk import pages
from proofpress.imaging.decoding import BrokenImage
from proofpress.imaging.thumbnails import thumbnail
from proofpress.ports import Bucket, Ledger, Store

_BOX = 1_280
"""Pixels of the longer side: large enough to judge by, small enough to mail some hundred."""
_WAITING = (AttemptState.PASSED, AttemptState.RETURNED)


class _Entry(NamedTuple):
    attempt: Attempt
    file: str
    data: bytes


def pack(ledger: Ledger, store: Store, batch: Batch, target: Path) -> int:
    """Write the drafts of a batch that wait for a person, with a page to decide on them; how many there are.

    The page refuses the network and runs only the script that it was written with. BadInput where nothing waits, or the
    file cannot be written.
    """
    waiting = sorted(ledger.find(queries.attempts_in(batch.id, *_WAITING)), key=lambda attempt: attempt.key)
    if not waiting:
        raise BadInput(f"No draft of {batch.id} waits for a decision: there is nothing to pack.")
    beside = target.with_name(f"{target.name}.new")
    try:
        count = _write(beside, ledger, store, batch, waiting)
        beside.replace(target)
    except OSError as error:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise BadInput(f"{target} cannot be written: {error.strerror or error}.") from error
    return count


def _write(path: Path, ledger: Ledger, store: Store, batch: Batch, waiting: Sequence[Attempt]) -> int:
    shown: list[dict[str, object]] = []
    prompts = {item.key: item.spec.prompt for item in ledger.find(queries.items(batch.id))}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for entry in _entries(store, waiting):
            archive.writestr(entry.file, entry.data)
            shown.append(_plain(entry, prompts.get(entry.attempt.item, "")))
        archive.writestr("index.html", _page(batch, shown))
    return len(shown)


def _entries(store: Store, waiting: Sequence[Attempt]) -> Iterator[_Entry]:
    """Drafts with their pictures; file names are numbers, whatever a manifest calls its items."""
    number = 0
    for attempt in waiting:
        if attempt.image is None:
            continue
        with suppress(FileNotFoundError, ValueError, BrokenImage):
            data = thumbnail(store.get(Bucket(attempt.image.bucket), attempt.image.name), box=_BOX, quality=80)
            number += 1
            yield _Entry(attempt, f"pictures/{number:05d}.webp", data)


def _plain(entry: _Entry, prompt: str) -> dict[str, object]:
    attempt, image = entry.attempt, entry.attempt.image
    return {
        "draft": attempt.key,
        "name": attempt.key.partition("/")[2],
        "file": entry.file,
        "prompt": prompt,
        "state": attempt.state,
        "sha256": image.sha256 if image else "",
        "width": image.width if image else 1,
        "height": image.height if image else 1,
    }


def _page(batch: Batch, drafts: Sequence[dict[str, object]]) -> str:
    script, style = _file("pack.js"), _file("desk.css") + _file("pack.css")
    return pages.render(
        "pack.html",
        batch=batch.id,
        drafts=drafts,
        data=json.dumps({"batch": batch.id, "columns": COLUMNS, "drafts": drafts}),
        script=script,
        style=style,
        script_hash=_hash(script),
        style_hash=_hash(style),
        reasons=list(Dislike),
    )


def _file(name: str) -> str:
    return resources.files("proofpress.entry.desk").joinpath("static", name).read_text("utf-8")


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
