"""status: how far the batches of a work folder are."""

import time
from typing import TYPE_CHECKING, Annotated

import typer

from proofpress.entry.cli.options import AsJson, Workspace

if TYPE_CHECKING:
    from proofpress.entry import local
    from proofpress.entry.progress import Progress

WATCH_SECONDS = 1.0


def status(
    batch: Annotated[str | None, typer.Argument(help="A batch (default: all).", show_default=False)] = None,
    watch: Annotated[bool, typer.Option("--watch", help="Follow the batches until they are closed.")] = False,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """Show how far batches are: drafts, keepers, dollars."""
    from proofpress.entry.cli.console import note, out, print_json
    from proofpress.entry.cli.looking import existing, look
    from proofpress.entry.cli.progress_view import line, view

    with existing(workspace) as parts:
        if watch and not as_json:
            _watch(parts, batch)
            return
        seen = look(parts, batch)
    if as_json:
        print_json([_plain(found) for found in seen])
    elif not seen:
        note("There is no batch in this work folder yet.")
    for found in [] if as_json else seen:
        out.print(view(found) if out.is_terminal else line(found), markup=False)


def _watch(parts: "local.Workspace", batch: str | None) -> None:
    """Follow from another process than the one that runs; Ctrl-C ends the watching only."""
    import threading

    from proofpress.entry.cli.console import out
    from proofpress.entry.cli.live import follow
    from proofpress.entry.cli.looking import look
    from proofpress.entry.cli.progress_view import line

    done = threading.Event()
    follower = threading.Thread(target=follow, args=(out, lambda: look(parts, batch), done), daemon=True)
    follower.start()
    try:
        while any(found.is_open for found in look(parts, batch)):
            time.sleep(WATCH_SECONDS)
    finally:
        done.set()
        follower.join()
    for found in [] if out.is_interactive else look(parts, batch):
        out.print(line(found), markup=False)


def _plain(found: "Progress") -> dict[str, object]:
    return {
        "batch": found.batch,
        "state": found.state,
        "wanted": found.wanted,
        "keepers": found.keepers,
        "items": found.items,
        "items_stopped": found.stopped,
        "attempts": {state.value: count for state, count in found.by_state.items()},
        "drafts": found.drafts,
        "rejected_by_reason": found.rejected,
        "waiting": found.waiting,
        "usd": {"spent": float(found.spent), "perhaps": float(found.perhaps), "possible": float(found.possible)},
    }
