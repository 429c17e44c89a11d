"""The drafts that a person may decide on, and where their pictures lie."""

from collections.abc import Sequence
from pathlib import Path

from proofpress.domain import queries
from proofpress.domain.records import Attempt, Batch, Final
from proofpress.domain.states import AttemptState
from proofpress.entry.cli.console import note, out, print_json, table
from proofpress.entry.cli.figures import counted
from proofpress.entry.cli.hints import command
from proofpress.entry.cli.looking import batch_of, existing
from proofpress.entry.local import Workspace
from proofpress.entry.settings import read_catalog, read_settings
from proofpress.ports import Bucket

_WAITING = (AttemptState.PASSED, AttemptState.RETURNED)
_WHY = {
    AttemptState.PASSED: "to be reviewed",
    AttemptState.RETURNED: "its final lost the look: --as-is, or refine",
    AttemptState.APPROVED: "spare",
}


def show_waiting(folder: Path | None, name: str | None, *, spares: bool, as_json: bool, show: bool) -> None:
    """List the drafts that wait, with their files."""
    with existing(folder) as workspace:
        batch = batch_of(workspace, name)
        states = (*_WAITING, AttemptState.APPROVED) if spares else _WAITING
        waiting = workspace.ledger.find(queries.attempts_in(batch.id, *states))
        if as_json:
            print_json([plain(workspace, attempt) for attempt in waiting])
        else:
            _show(workspace, batch, waiting, spares=spares)
        if show:
            from proofpress.entry.cli.opening import open_page
            from proofpress.entry.reports import write_reports

            write_reports(workspace, read_catalog(read_settings()), batch.id)
            open_page(workspace.path / "report.html")


def _show(workspace: Workspace, batch: Batch, waiting: Sequence[Attempt], *, spares: bool) -> None:
    if not waiting:
        note(f"No draft of {batch.id} waits for a decision.")
    else:
        rows = [(attempt.key, _WHY[attempt.state], _score(attempt), path_of(workspace, attempt)) for attempt in waiting]
        out.print(table("draft", "why it waits", "score", "file", rows=rows, right=["score"]), markup=False)
        accept, reject = (command(f"{verb} DRAFT...", workspace.path) for verb in ("accept", "reject"))
        note(f"{accept} or {reject} decides; {command(f'review {batch.id} --open', workspace.path)} shows them.")
    kept = 0 if spares else workspace.ledger.count(queries.attempts_in(batch.id, AttemptState.APPROVED))
    if kept:
        note(f"{counted(kept, 'more draft')} liked but not needed so far: --spares lists them too.")


def path_of(workspace: Workspace, attempt: Attempt) -> str:
    """The file of a draft; empty where there is none."""
    return str(workspace.store.path(Bucket.DRAFTS, attempt.image.name)) if attempt.image else ""


def deliveries_of(workspace: Workspace, attempt: Attempt) -> list[str]:
    """The files that were delivered of a draft."""
    render, files = 1, list[str]()
    while final := workspace.ledger.get(Final, f"{attempt.key}-{render}"):
        files += [str(workspace.store.path(Bucket.DELIVERIES, image.name)) for image in final.deliveries]
        render += 1
    return files


def plain(workspace: Workspace, attempt: Attempt) -> dict[str, object]:
    """A draft for programs."""
    return {
        "draft": attempt.key,
        "state": attempt.state,
        "score": attempt.score,
        "comments": list(attempt.comments),
        "file": path_of(workspace, attempt),
        "deliveries": deliveries_of(workspace, attempt),
    }


def _score(attempt: Attempt) -> str:
    return "" if attempt.score is None else f"{attempt.score:.2f}"
