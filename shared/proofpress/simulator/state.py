"""What the operations share: settings, orders and accounts of one simulated service."""

from dataclasses import dataclass, field
from threading import Event

from proofpress.domain.catalog import Catalog
from proofpress.simulator.batches.files import Files
from proofpress.simulator.batches.jobs import Jobs
from proofpress.simulator.batches.objects import Objects
from proofpress.simulator.batches.webhook import Webhook
from proofpress.simulator.faults import Faults
from proofpress.simulator.profile import Profile
from proofpress.simulator.records import Records
from proofpress.simulator.visits import Visits


@dataclass(frozen=True)
class State:
    """One simulated service."""

    profile: Profile
    seed: int
    catalog: Catalog
    records: Records
    files: Files
    jobs: Jobs
    objects: Objects
    webhook: Webhook | None = None
    faults: Faults = field(default_factory=Faults)
    visits: Visits = field(default_factory=Visits)
    over: Event = field(default_factory=Event)
    """Set when the service ends: jobs stop where they are."""

    def fetch(self, uri: str) -> bytes:
        """The picture of an address; Refused where there is none."""
        if uri.startswith("gs://"):
            return self.objects.read(uri)
        return self.files.path(uri.rsplit("/", 1)[-1]).read_bytes()

    def reset(self) -> None:
        """As if just started, except for the log file and its numbering."""
        self.records.clear()
        self.faults.clear()
        self.visits.clear()
        self.jobs.clear()
        self.files.clear()
