"""The live view of a run: a table on a terminal, a line now and then elsewhere."""

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from rich.console import Group
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from proofpress.domain.money import dollars
from proofpress.domain.records import Batch
from proofpress.domain.states import AttemptState, FinalState
from proofpress.entry.cli.console import err, note
from proofpress.entry.local import Local
from proofpress.entry.progress import Progress, progress

TERMINAL_SECONDS = 0.5
LINE_SECONDS = 10.0


@contextmanager
def watching(local: Local, batches: Sequence[str], *, quiet: bool) -> Iterator[None]:
    """Show progress while the block runs; nothing where `quiet`."""
    if quiet:
        yield
        return
    done = threading.Event()
    work = _on_terminal if err.is_terminal else _by_lines
    thread = threading.Thread(target=work, args=(local, batches, done), name="live", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _on_terminal(local: Local, batches: Sequence[str], done: threading.Event) -> None:
    began = time.monotonic()
    with Live(console=err, auto_refresh=False, transient=False) as live:
        while True:
            last = done.wait(TERMINAL_SECONDS)
            views = [view(found, time.monotonic() - began) for found in _look(local, batches)]
            live.update(Group(*views), refresh=True)
            if last:
                return


def _by_lines(local: Local, batches: Sequence[str], done: threading.Event) -> None:
    began = time.monotonic()
    before: dict[str, str] = {}
    while not done.wait(LINE_SECONDS):
        for found in _look(local, batches):
            text = line(found, time.monotonic() - began)
            if before.get(found.batch) != text:
                note(text)
            before[found.batch] = text


def _look(local: Local, batches: Sequence[str]) -> list[Progress]:
    found = [local.ports.ledger.get(Batch, batch) for batch in batches]
    return [progress(local.ports.ledger, batch) for batch in found if batch is not None]


def line(seen: Progress, seconds: float) -> str:
    """Progress in one line, for logs."""
    parts = [
        f"{seen.batch}: {seen.keepers} of {seen.wanted} keepers",
        f"{seen.drafts} drafts",
        f"{seen.of(AttemptState.REJECTED)} screened out",
        f"{seen.of(AttemptState.DECLINED)} declined",
        f"{seen.waiting} waiting",
        f"{dollars(seen.spent)} spent",
        f"up to {dollars(seen.possible)} more possible",
    ]
    return ", ".join([*parts, _left(seen, seconds)]) if _left(seen, seconds) else ", ".join(parts)


def view(seen: Progress, seconds: float) -> Group:
    """Progress as a small table under a bar."""
    facts = Table.grid(padding=(0, 2))
    facts.add_column(style="dim")
    facts.add_column(justify="right")
    facts.add_column(style="dim")
    rejected = ", ".join(f"{count} {reason}" for reason, count in seen.rejected.items())
    under_way = seen.of(AttemptState.PLANNED, AttemptState.LEASED)
    rendering = seen.finals.get(FinalState.PLANNED, 0) + seen.finals.get(FinalState.LEASED, 0)
    facts.add_row("items", str(seen.items), f"{seen.stopped} stopped" if seen.stopped else "")
    facts.add_row("drafts", str(seen.drafts), f"{under_way} under way")
    facts.add_row("screened out", str(seen.of(AttemptState.REJECTED)), rejected)
    facts.add_row("declined", str(seen.of(AttemptState.DECLINED)), "")
    facts.add_row("failed", str(seen.of(AttemptState.FAILED)), "")
    facts.add_row("waiting", str(seen.waiting), "")
    facts.add_row("rendering", str(rendering), "")
    facts.add_row("spent", dollars(seen.spent), f"{dollars(seen.possible)} more possible at worst")
    bar = ProgressBar(total=max(seen.wanted, 1), completed=seen.keepers, width=40)
    title = Text(f"{seen.batch}  {seen.keepers} of {seen.wanted} keepers  {_left(seen, seconds)}".rstrip())
    return Group(title, bar, facts)


def _left(seen: Progress, seconds: float) -> str:
    """Time left, if keepers go on arriving as they did; nothing to say before the first few."""
    if seen.keepers < 2 or seen.keepers >= seen.wanted:  # noqa: PLR2004 - one keeper shows no pace
        return ""
    left = seconds / seen.keepers * (seen.wanted - seen.keepers)
    return f"about {left / 60:.0f} min left" if left >= 90 else f"about {left:.0f} s left"  # noqa: PLR2004
