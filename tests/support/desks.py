"""Review desks on loopback over work folders of a test's own, and batches to lay on them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from proofpress.domain import queries
from proofpress.domain.records import Attempt
from proofpress.entry.desk.pictures import Served
from proofpress.entry.desk.room import Room
from proofpress.entry.desk.server import Served as Open
from proofpress.entry.desk.server import serving
from proofpress.entry.local import Workspace, open_workspace
from tests.support.pipeline import catalog

PROFILE = """
accept_rate = 1.0
[latency]
median = 0.01
spread = 0.1
[defects]
dark = 0.15
"""

MANIFEST = """
name: shore
defaults: {want: 2, final: pro, review: hand, size: 600x400, max_attempts: 24}
items:
  - {id: fox, prompt: a fox in snow, want: 6}
  - {id: owl, prompt: an owl at dusk, want: 4}
"""


@dataclass(frozen=True)
class OpenDesk:
    """A desk that is being served."""

    served: Open
    workspace: Workspace

    @property
    def link(self) -> str:
        """Lets one browser in, once, and shows the batch."""
        return self.served.link("/b/shore")

    @property
    def address(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.served.port}"

    def attempts(self) -> dict[str, Attempt]:
        """What the ledger has, by item and number."""
        found = self.workspace.ledger.find(queries.attempts("shore"))
        return {attempt.key.removeprefix("shore/"): attempt for attempt in found}

    def states(self) -> dict[str, str]:
        """The states of all drafts."""
        return {key: attempt.state.value for key, attempt in self.attempts().items()}


@contextmanager
def opened(work: Path, name: str = "kim", decided: Callable[[str], None] = lambda _batch: None) -> Iterator[OpenDesk]:
    """Serve the desk of a work folder to somebody."""
    with open_workspace(work) as workspace:
        room = Room(workspace.ports(catalog()), Served(workspace.store), decided=decided, pause=0.1)
        with serving(room, name) as served:
            yield OpenDesk(served, workspace)
