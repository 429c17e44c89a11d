"""Sees to what was decided at a desk of this machine: renders finals, and drafts again what is missing."""

import logging
import threading
from collections.abc import Callable, Sequence

from proofpress.domain.errors import Busy, ProofpressError

_log = logging.getLogger(__name__)

QUIET_SECONDS = 6.0
"""How long nothing must be decided before anything is called: whoever pressed the wrong key can still take it back."""
_BUSY_SECONDS = 3.0


class Engine:
    """A thread that runs batches in which something was decided, once nobody decides any more.

    Args:
        run: Runs batches until nothing moves; Busy where another process runs in the work folder.
        quiet: Seconds to wait after the last decision.
    """

    def __init__(self, run: Callable[[Sequence[str]], None], quiet: float = QUIET_SECONDS) -> None:
        self._run, self._quiet = run, quiet
        self._due = set[str]()
        self._stop = False
        self._woken = threading.Condition()
        self._running = False
        self._words = ""
        self._thread = threading.Thread(target=self._work, name="desk engine", daemon=True)
        self._thread.start()

    def decided(self, batch: str) -> None:
        """Something was decided in a batch."""
        with self._woken:
            self._due.add(batch)
            self._woken.notify_all()

    def words(self) -> str:
        """What it is at, or what kept it from its work."""
        return self._words

    def close(self) -> None:
        """Let it finish what it runs, and end it."""
        with self._woken:
            self._stop = True
            self._woken.notify_all()
        self._thread.join()

    def _work(self) -> None:
        while batches := self._next():
            try:
                self._words = "Rendering what was accepted."
                self._run(batches)
                self._words = ""
            except Busy:
                # The other run's last look catches what was decided here; if it came too late, the next try does.
                self._words = "Another run has the work folder: it renders what you accept."
                self._again(batches)
            except (ProofpressError, OSError) as error:
                _log.exception("the desk's engine failed")
                self._words = f"Nothing is rendered: {error}"

    def _next(self) -> list[str]:
        """The batches to run next, after a quiet while; empty when it is over."""
        with self._woken:
            while not self._stop:
                if not self._due:
                    self._woken.wait()
                elif not self._woken.wait(self._quiet):
                    batches, self._due = sorted(self._due), set()
                    return batches
            return []

    def _again(self, batches: Sequence[str]) -> None:
        with self._woken:
            self._due.update(batches)
            self._woken.wait_for(lambda: self._stop, _BUSY_SECONDS)
