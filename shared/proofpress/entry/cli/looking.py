"""Open a work folder that is there already, to look at it or decide in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from proofpress.domain import queries
from proofpress.domain.errors import BadInput
from proofpress.domain.records import Batch
from proofpress.entry.local import Workspace, open_workspace
from proofpress.entry.progress import Progress, progress
from proofpress.entry.settings import read_settings


@contextmanager
def existing(folder: Path | None) -> Iterator[Workspace]:
    """The work folder of an option; BadInput where nothing has run in it."""
    path = read_settings(workspace=folder).workspace
    if not (path / "ledger.sqlite").exists():
        raise BadInput(f"{path} is no work folder: `proofpress run MANIFEST` makes one, --workspace names another.")
    with open_workspace(path) as workspace:
        yield workspace


def batch_of(workspace: Workspace, name: str | None) -> Batch:
    """A batch by name, or the newest one; BadInput lists what there is."""
    if name is not None:
        found = workspace.ledger.get(Batch, name)
        if found is not None:
            return found
    known = workspace.ledger.find(queries.batches())
    if name is None and known:
        return max(known, key=lambda batch: batch.created)
    has = ", ".join(batch.id for batch in known) or "none"
    raise BadInput(f"There is no batch {name!r} in this work folder; it has: {has}.")


def look(workspace: Workspace, name: str | None) -> list[Progress]:
    """How far one batch is, or every batch."""
    found = [batch_of(workspace, name)] if name else workspace.ledger.find(queries.batches())
    return [progress(workspace.ledger, batch) for batch in found]
