"""Open a site that is there already, to look at it or decide in it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from proofpress.adapters.local.lock import WorkspaceLock
from proofpress.domain import queries
from proofpress.domain.errors import BadInput, Busy
from proofpress.domain.records import Batch
from proofpress.entry.cli.options import On
from proofpress.entry.local import Workspace, open_workspace
from proofpress.entry.progress import Progress, progress
from proofpress.entry.settings import read_settings
from proofpress.entry.site import Site


def is_work_folder(path: Path) -> bool:
    """Whether something has run in a folder."""
    return (path / "ledger.sqlite").exists()


@contextmanager
def opened_site(on: On, folder: Path | None) -> Iterator[Site]:
    """The work folder of an option, or the deployment of the environment; BadInput where there is none."""
    if on is On.LOCAL:
        with existing(folder) as workspace:
            yield workspace
        return
    from proofpress.entry.cloud.deployment import open_deployment
    from proofpress.entry.cloud.settings import read_cloud_settings

    with open_deployment(read_cloud_settings(), read_settings().workspace, folder) as deployment:
        yield deployment


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


def batch_of(site: Site, name: str | None) -> Batch:
    """A batch by name, or the newest one; BadInput lists what there is."""
    if name is not None and (found := site.ledger.get(Batch, name)) is not None:
        return found
    known = site.ledger.find(queries.batches())
    if name is None and known:
        return max(known, key=lambda batch: batch.created)
    has = f"; it has: {', '.join(batch.id for batch in known)}" if known else ", nor any other"
    raise BadInput(f"There is no batch {name!r} in {site.name}{has}.")


def look(site: Site, name: str | None) -> list[Progress]:
    """How far one batch is, or every batch, the oldest first."""
    if name is not None:
        found = [batch_of(site, name)]
    else:
        found = sorted(site.ledger.find(queries.batches()), key=lambda batch: batch.created)
    return [progress(site.ledger, batch) for batch in found]
