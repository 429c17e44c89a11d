"""The live view of a run: a table on a terminal, a line now and then elsewhere."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console, Group
from rich.live import Live
from rich.text import Text

from proofpress.domain.records import Batch
from proofpress.entry.cli.console import err
from proofpress.entry.cli.progress_view import line, view
from proofpress.entry.cli.remaining import Remaining
from proofpress.entry.local import Local
from proofpress.entry.progress import Progress, progress

TERMINAL_SECONDS = 0.5
LINE_SECONDS = 10.0
_LOOKING_SHARE = 0.05
"""Most of the time that is spent on looking, however large the ledger."""

Look = Callable[[], Sequence[Progress]]


@contextmanager
def watching(local: Local, batches: Sequence[str], *, quiet: bool) -> Iterator[None]:
    """Show progress while the block runs; nothing where `quiet`."""
    if quiet:
        yield
        return

    def look() -> list[Progress]:
        found = [local.ports.ledger.get(Batch, batch) for batch in batches]
        return [progress(local.ports.ledger, batch) for batch in found if batch is not None]

    done = threading.Event()
    thread = threading.Thread(target=follow, args=(err, look, done), name="live", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def follow(console: Console, look: Look, done: threading.Event) -> None:
    """Show what `look` sees until `done` is set; the last sight stays."""
    if console.is_interactive:
        _on_terminal(console, look, done)
    else:
        _by_lines(console, look, done)


def _on_terminal(console: Console, look: Look, done: threading.Event) -> None:
    remaining, pause = Remaining(), TERMINAL_SECONDS
    with Live(console=console, auto_refresh=False) as live:
        while True:
            last = done.wait(pause)
            began = time.monotonic()
            seen = look()
            views = [view(found, remaining.seconds(found)) for found in seen]
            live.update(Group(*_spaced(views)), refresh=True)
            pause = max(TERMINAL_SECONDS, (time.monotonic() - began) / _LOOKING_SHARE)
            if last:
                return


def _by_lines(console: Console, look: Look, done: threading.Event) -> None:
    remaining = Remaining()
    before: dict[str, Progress] = {}
    while not done.wait(LINE_SECONDS):
        for found in look():
            if before.get(found.batch) != found:
                console.print(line(found, remaining.seconds(found)), markup=False)
            before[found.batch] = found


def _spaced(views: Sequence[Group]) -> Iterator[Group | Text]:
    for one in views:
        yield one
        yield Text()
