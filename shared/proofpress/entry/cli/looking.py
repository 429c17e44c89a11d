"""Open a work folder that is there already, to look at it or decide in it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from proofpress.adapters.local.lock import WorkspaceLock
from proofpress.domain import queries
from proofpress.domain.errors import BadInput, Busy
from proofpress.domain.records import Batch
from proofpress.entry.local import Workspace, open_workspace
from proofpress.entry.progress import Progress, progress
from proofpress.entry.settings import read_settings


def is_work_folder(path: Path) -> bool:
    """Whether something has run in a folder."""
    return (path / "ledger.sqlite").exists()


@contextmanager
def existing(folder: Path | None) -> Iterator[Workspace]:
    """The work folder of an option; BadInput where nothing has run in it."""
    path = read_settings(workspace=folder).workspace
    if not is_work_folder(path):
        raise BadInput(f"{path} is no work folder: `proofpress run MANIFEST` makes one, --workspace names another.")
    with open_workspace(path) as workspace:
        yield workspace


def make_folder(path: Path) -> None:
    """Make a work folder where it is missing; BadInput where nothing can be written into it."""
    try:
        path.mkdir(parents=True, exist_ok=True)
        reason = "" if os.access(path, os.W_OK) else "it is read-only"
    except FileExistsError:
        reason = "it is a file"
    except OSError as error:
        reason = error.strerror or str(error)
    if reason:
        raise BadInput(f"{path} cannot be a work folder ({reason}): pass --workspace with another.")


def refuse_if_busy(path: Path) -> None:
    """Busy where another run holds a work folder; better before a question is asked than after it."""
    with WorkspaceLock(path):
        pass


def is_busy(path: Path) -> bool:
    """Whether another run holds a work folder."""
    try:
        refuse_if_busy(path)
    except Busy:
        return True
    return False


def batch_of(workspace: Workspace, name: str | None) -> Batch:
    """A batch by name, or the newest one; BadInput lists what there is."""
    known = workspace.ledger.find(queries.batches())
    if name is None and known:
        return max(known, key=lambda batch: batch.created)
    found = next((batch for batch in known if batch.id == name), None)
    if found is not None:
        return found
    has = f"; it has: {', '.join(batch.id for batch in known)}" if known else ", nor any other"
    raise BadInput(f"There is no batch {name!r} in {workspace.path}{has}.")


def look(workspace: Workspace, name: str | None) -> list[Progress]:
    """How far one batch is, or every batch, the oldest first."""
    if name is not None:
        found = [batch_of(workspace, name)]
    else:
        found = sorted(workspace.ledger.find(queries.batches()), key=lambda batch: batch.created)
    return [progress(workspace.ledger, batch) for batch in found]
