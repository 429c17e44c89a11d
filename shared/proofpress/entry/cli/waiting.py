"""The drafts that a person may decide on, and where their pictures lie."""

from collections.abc import Sequence
from pathlib import Path

from proofpress.domain import queries
from proofpress.domain.records import Attempt, Batch, Final
from proofpress.domain.states import AttemptState
from proofpress.entry.cli.console import note, out, print_json, table
from proofpress.entry.cli.figures import counted
from proofpress.entry.cli.hints import command
from proofpress.entry.cli.looking import batch_of, opened_site
from proofpress.entry.cli.options import On
from proofpress.entry.site import Site
from proofpress.ports import Bucket

_WAITING = (AttemptState.PASSED, AttemptState.RETURNED)
_WHY = {
    AttemptState.PASSED: "to be reviewed",
    AttemptState.RETURNED: "its final lost the look: --as-is, or refine",
    AttemptState.APPROVED: "spare",
}


def show_waiting(on: On, folder: Path | None, name: str | None, *, spares: bool, as_json: bool) -> None:
    """List the drafts that wait, with their files."""
    with opened_site(on, folder) as site:
        batch = batch_of(site, name)
        states = (*_WAITING, AttemptState.APPROVED) if spares else _WAITING
        waiting = site.ledger.find(queries.attempts_in(batch.id, *states))
        if as_json:
            print_json([plain(site, attempt) for attempt in waiting])
        else:
            _show(site, batch, waiting, spares=spares)


def _show(site: Site, batch: Batch, waiting: Sequence[Attempt], *, spares: bool) -> None:
    if not waiting:
        note(f"No draft of {batch.id} waits for a decision.")
    else:
        rows = [(attempt.key, _WHY[attempt.state], _score(attempt), path_of(site, attempt)) for attempt in waiting]
        out.print(table("draft", "why it waits", "score", "file", rows=rows, right=["score"]), markup=False)
        accept, reject = (command(f"{verb} DRAFT...", site.options) for verb in ("accept", "reject"))
        note(f"{accept} or {reject} decides; {command(f'review {batch.id}', site.options)} shows them.")
    kept = 0 if spares else site.ledger.count(queries.attempts_in(batch.id, AttemptState.APPROVED))
    if kept:
        note(f"{counted(kept, 'more draft')} liked but not needed so far: --spares lists them too.")


def path_of(site: Site, attempt: Attempt) -> str:
    """The file of a draft; empty where there is none."""
    return site.address(Bucket.DRAFTS, attempt.image.name) if attempt.image else ""


def deliveries_of(site: Site, attempt: Attempt) -> list[str]:
    """The files that were delivered of a draft."""
    render, files = 1, list[str]()
    while final := site.ledger.get(Final, f"{attempt.key}-{render}"):
        files += [site.address(Bucket.DELIVERIES, image.name) for image in final.deliveries]
        render += 1
    return files


def plain(site: Site, attempt: Attempt) -> dict[str, object]:
    """A draft for programs."""
    return {
        "draft": attempt.key,
        "state": attempt.state,
        "score": attempt.score,
        "comments": list(attempt.comments),
        "file": path_of(site, attempt),
        "deliveries": deliveries_of(site, attempt),
    }


def _score(attempt: Attempt) -> str:
    return "" if attempt.score is None else f"{attempt.score:.2f}"
