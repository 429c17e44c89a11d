"""All ports together, as a stage gets them."""

from dataclasses import dataclass, field

from proofpress.domain.catalog import Catalog
from proofpress.ports.bus import Bus
from proofpress.ports.clock import Clock
from proofpress.ports.jobs import Jobs
from proofpress.ports.ledger import Ledger
from proofpress.ports.models import Models
from proofpress.ports.policy import Policy
from proofpress.ports.store import Store
from proofpress.ports.web import NoWeb, Web


@dataclass(frozen=True)
class Ports:
    """Everything a stage may touch, handed to it whole."""

    ledger: Ledger
    store: Store
    bus: Bus
    models: Models
    clock: Clock
    catalog: Catalog
    policy: Policy = field(default_factory=Policy)
    trace: str = ""
    """The W3C traceparent of the delivery that is being worked on."""
    web: Web = field(default_factory=NoWeb)
    jobs: Jobs | None = None
    """The batch lane; None where a process makes no calls in it."""
