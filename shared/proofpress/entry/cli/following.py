"""status --watch: follow batches that another process, or a deployment, works on."""

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext

from proofpress.domain import queries
from proofpress.domain.records import Batch
from proofpress.entry.cli.console import out
from proofpress.entry.cli.live import Look, follow
from proofpress.entry.cli.looking import batch_of, look
from proofpress.entry.cli.progress_view import line
from proofpress.entry.cli.summary import show_attention
from proofpress.entry.outcome import exit_code
from proofpress.entry.progress import Progress, progress
from proofpress.entry.resting import is_at_rest
from proofpress.entry.settings import read_catalog, read_settings
from proofpress.entry.site import Site
from proofpress.reporting.build import build

FOLDER_SECONDS = 1.0
DEPLOYMENT_SECONDS = 5.0
"""Each look takes some forty questions, which Firestore bills."""
EMULATED_SECONDS = 1.0


def watch_folder(site: Site, name: str | None) -> None:
    """Follow until nothing is open. The run itself, in its own process, has the exit code; Ctrl-C ends this only."""
    with _showing(lambda: look(site, name)):
        while any(found.is_open for found in look(site, name)):
            time.sleep(FOLDER_SECONDS)
    _print_lines(look(site, name))


def follow_to_the_end(site: Site, name: str | None) -> int:
    """Follow a batch of a deployment, or all that are open, until they are at rest; the exit code of `run`.

    Where none is open, it is the newest whose end is told. Here the watching tells a script how it ended, since no
    process of its own runs the batch.
    """
    batches = [] if name else [batch.id for batch in site.ledger.find(queries.open_batches())]
    batches = batches or [batch_of(site, name).id]
    _print_lines(wait_for_rest(site, batches))
    catalog = read_catalog(read_settings())
    reports = [build(site.ledger, batch, catalog) for batch in batches]
    for report in reports:
        show_attention(site, report)
    return max(exit_code(site.ledger, report) for report in reports)


def wait_for_rest(site: Site, batches: Sequence[str], *, quiet: bool = False) -> list[Progress]:
    """Show how far batches are until they are at rest, nothing where `quiet`; the last sight of them."""
    watched = _Watched(site, batches)
    with nullcontext() if quiet else _showing(lambda: watched.seen):
        while not watched.at_rest():
            time.sleep(_pause())
            watched.look()
    return watched.seen


class _Watched:
    """The last sight of some batches, and since when each of them has not moved."""

    def __init__(self, site: Site, batches: Sequence[str]) -> None:
        self._site = site
        self._batches = batches
        self._moved: dict[str, float] = {}
        self.seen: list[Progress] = []
        self.look()

    def look(self) -> None:
        """Ask the ledger."""
        before = {found.batch: found for found in self.seen}
        found = [self._site.ledger.get(Batch, batch) for batch in self._batches]
        self.seen = [progress(self._site.ledger, batch) for batch in found if batch is not None]
        for now in self.seen:
            if before.get(now.batch) != now:
                self._moved[now.batch] = time.monotonic()

    def at_rest(self) -> bool:
        """Whether none of them goes on by itself."""
        now = time.monotonic()
        return all(is_at_rest(self._site.ledger, seen, self._still(seen, now)) for seen in self.seen)

    def _still(self, seen: Progress, now: float) -> float:
        """Seconds without a move; 0 until a second look has found none."""
        still = now - self._moved[seen.batch]
        return still if still >= _pause() else 0.0


def _pause() -> float:
    from proofpress.entry.cloud.deployment import is_emulated

    return EMULATED_SECONDS if is_emulated() else DEPLOYMENT_SECONDS


@contextmanager
def _showing(seen: Look) -> Iterator[None]:
    """Show what was seen last while the block runs."""
    done = threading.Event()
    follower = threading.Thread(target=follow, args=(out, seen, done), daemon=True)
    follower.start()
    try:
        yield
    finally:
        done.set()
        follower.join()


def _print_lines(seen: Sequence[Progress]) -> None:
    """Where no table stays on the screen, the last sight is a line."""
    for found in [] if out.is_interactive else seen:
        out.print(line(found), markup=False)
