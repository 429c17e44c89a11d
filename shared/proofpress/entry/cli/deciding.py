"""Apply decisions to a work folder, and let the engine do what follows from them."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import typer

from proofpress.domain import queries
from proofpress.domain.errors import BadInput, Busy
from proofpress.domain.money import dollars
from proofpress.domain.records import Attempt, Item
from proofpress.domain.states import AttemptState
from proofpress.entry.cli.console import note, out, print_json, table
from proofpress.entry.cli.looking import batch_of, existing
from proofpress.entry.cli.running import Job, confirm, resume_batches
from proofpress.entry.connecting import is_live
from proofpress.entry.local import Workspace
from proofpress.entry.reports import write_reports
from proofpress.entry.settings import Settings, read_catalog, read_settings
from proofpress.entry.unattended import unattended
from proofpress.ports import Bucket
from proofpress.stages import deciding

_WAITING = (AttemptState.PASSED, AttemptState.APPROVED, AttemptState.RETURNED)


@dataclass(frozen=True)
class Decision:
    """How a decision is carried out."""

    later: bool
    yes: bool
    simulate: bool
    profile: str
    by: str


def show_waiting(folder: Path | None, batch: str | None, *, as_json: bool, open_page: bool) -> None:
    """List the drafts that a person may decide on."""
    with existing(folder) as workspace:
        found = batch_of(workspace, batch)
        waiting = workspace.ledger.find(queries.attempts_in(found.id, *_WAITING))
        if as_json:
            print_json([_plain(workspace, attempt) for attempt in waiting])
        elif not waiting:
            note(f"No draft of {found.id} waits for a decision.")
        else:
            rows = [(a.key, a.state, "" if a.score is None else f"{a.score:.2f}", _path(workspace, a)) for a in waiting]
            out.print(table("draft", "state", "score", "file", rows=rows, right=["score"]))
            note("Decide with `proofpress accept DRAFT…` or `proofpress reject DRAFT…`; report.html shows them all.")
        if open_page:
            write_reports(workspace, read_catalog(read_settings(workspace=folder)), found.id)
            typer.launch(str(Path(workspace.path, "report.html").resolve()))


def apply(folder: Path | None, decision: Decision, verb: str, drafts: Sequence[str], **details: object) -> int:
    """Decide on some drafts, all checked before the first is changed; then render, unless that is for later."""
    settings = read_settings(workspace=folder)
    with existing(folder) as workspace:
        attempts = [_attempt(workspace, key) for key in drafts]
        if verb != "decline" and not decision.later:
            _ask(workspace, decision, verb, attempts)
        for attempt in attempts:
            _decide(settings, workspace, decision, verb, attempt, details)
    if decision.later or verb == "decline":
        note("Noted." if verb == "decline" else "Noted; `proofpress resume` renders.")
        return 0
    job = Job(
        settings, yes=True, simulate=decision.simulate, profile=decision.profile, as_json=False, stop=threading.Event()
    )
    try:
        return max(resume_batches(job, batch) for batch in sorted({attempt.batch for attempt in attempts}))
    except Busy:
        note("Noted; the run that is under way in this work folder renders it before it ends.")
        return 0


def cancel_batch(folder: Path | None, batch: str) -> None:
    """End a batch."""
    settings = read_settings(workspace=folder)
    with existing(folder) as workspace:
        returned = deciding.cancel(unattended(settings, workspace), batch)
    note(f"Batch {batch} is cancelled; {returned} slots were given back unpaid. What was accepted stays.")


def _decide(
    settings: Settings,
    workspace: Workspace,
    decision: Decision,
    verb: str,
    attempt: Attempt,
    details: dict[str, object],
) -> None:
    ports = unattended(settings, workspace)
    if verb == "accept":
        deciding.accept(ports, attempt.key, decision.by, as_is=bool(details.get("as_is")))
    elif verb == "decline":
        deciding.decline(ports, attempt.key, decision.by, str(details.get("reason", "")))
    else:
        child = deciding.refine(ports, attempt.key, str(details["sentence"]))
        note(f"{child.key} will be {attempt.key}, edited.")


def _ask(workspace: Workspace, decision: Decision, verb: str, attempts: Sequence[Attempt]) -> None:
    items = [workspace.ledger.get(Item, attempt.item) for attempt in attempts]
    usd = sum(float(item.final_usd if verb == "accept" else item.draft_usd) for item in items if item)
    confirm(f"This renders for about {dollars(usd)}. Go on?", yes=decision.yes or decision.simulate or not is_live())


def _attempt(workspace: Workspace, key: str) -> Attempt:
    found = workspace.ledger.get(Attempt, key)
    if found is None:
        raise BadInput(
            f"There is no draft {key!r}; drafts are named BATCH/ITEM/NUMBER, as `proofpress review` lists them."
        )
    return found


def _path(workspace: Workspace, attempt: Attempt) -> str:
    return str(workspace.store.path(Bucket.DRAFTS, attempt.image.name)) if attempt.image else ""


def _plain(workspace: Workspace, attempt: Attempt) -> dict[str, object]:
    return {
        "draft": attempt.key,
        "state": attempt.state,
        "score": attempt.score,
        "comments": list(attempt.comments),
        "file": _path(workspace, attempt),
    }
