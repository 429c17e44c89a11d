"""status: how far the batches of a work folder are."""

import time
from typing import Annotated

import typer

from proofpress.entry.cli.options import AsJson, Workspace
from proofpress.entry.progress import Progress


def status(
    batch: Annotated[str | None, typer.Argument(help="One batch (default: all).")] = None,
    watch: Annotated[
        bool, typer.Option("--watch", help="Look again every second until the batches are closed.")
    ] = False,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """Show how far batches are: drafts, what was screened out, keepers, dollars."""
    from rich.console import Group
    from rich.live import Live

    from proofpress.entry.cli.console import out, print_json
    from proofpress.entry.cli.live import line, view
    from proofpress.entry.cli.looking import existing, look

    with existing(workspace) as parts:
        seen = look(parts, batch)
        if as_json:
            print_json([_plain(found) for found in seen])
            return
        if not watch or not out.is_terminal:
            for found in seen:
                out.print(view(found, 0.0) if out.is_terminal else line(found, 0.0))
            return
        with Live(console=out, auto_refresh=False) as live:
            while any(found.is_open for found in seen):
                live.update(Group(*(view(found, 0.0) for found in seen)), refresh=True)
                time.sleep(1)
                seen = look(parts, batch)
            live.update(Group(*(view(found, 0.0) for found in seen)), refresh=True)


def _plain(found: Progress) -> dict[str, object]:
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
