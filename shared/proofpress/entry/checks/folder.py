"""The work folder and its ledger."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from proofpress.adapters.local.ledger import SqliteLedger
from proofpress.adapters.local.lock import WorkspaceLock
from proofpress.domain import queries
from proofpress.domain.errors import ProofpressError
from proofpress.entry.checks.check import Check, State, failed, ok, warning

_ELSEWHERE = "Make it writable, or pass --workspace with another folder."


def check_folder(workspace: Path) -> Check:
    """Whether a run could write here now."""
    there = next(folder for folder in (workspace, *workspace.absolute().parents) if folder.exists())
    try:
        with tempfile.TemporaryFile(dir=there):
            pass
        if there == workspace:
            with WorkspaceLock(workspace):
                pass
    except OSError as error:
        return failed("work folder", f"{there} cannot be written to: {error.strerror or error}", _ELSEWHERE)
    except ProofpressError as error:
        return failed("work folder", str(error), "Wait for the other run, or end it.")
    return ok("work folder", f"{workspace} is free" if there == workspace else f"{workspace} will be made")


def check_ledger(workspace: Path) -> Iterator[Check]:
    """Whether what ran before can be read, and whether any of it waits for attention."""
    path = workspace / "ledger.sqlite"
    if not path.exists():
        yield Check("ledger", State.SKIPPED, "nothing has run here yet")
        return
    try:
        ledger = SqliteLedger(path)
        try:
            counts = [ledger.count(query) for query in (queries.batches(), queries.open_batches())]
            letters = ledger.count(queries.dead_letters())
        finally:
            ledger.close()
    except ProofpressError as error:
        yield failed("ledger", str(error), "Restore it from a backup, or pass --workspace with another folder.")
        return
    yield ok("ledger", f"batches: {counts[0]}, open: {counts[1]}")
    if letters:
        yield warning(
            "dead letters", f"messages that could not be processed: {letters}", "See `proofpress deadletters list`."
        )
