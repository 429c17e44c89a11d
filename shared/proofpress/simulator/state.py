"""What the operations share: settings, orders and accounts of one simulated service."""

from dataclasses import dataclass, field

from proofpress.domain.catalog import Catalog
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
    faults: Faults = field(default_factory=Faults)
    visits: Visits = field(default_factory=Visits)

    def reset(self) -> None:
        """As if just started, except for the log file and its numbering."""
        self.records.clear()
        self.faults.clear()
        self.visits.clear()
