"""One delivery that a function works on, and what is told of it afterwards."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from proofpress.domain import tracing
from proofpress.entry.cloud.envelope import Envelope
from proofpress.entry.cloud.serving.metered_jobs import MeteredJobs
from proofpress.entry.cloud.serving.metering import Meter, MeteredLedger, MeteredModels
from proofpress.entry.cloud.serving.outcome import Outcome
from proofpress.entry.cloud.serving.parts import Parts
from proofpress.entry.cloud.settings import CloudSettings
from proofpress.ports import Ports


@dataclass
class Step:
    """A span of its own in the trace of its manifest."""

    envelope: Envelope
    settings: CloudSettings
    ports: Ports
    """Metered, and bound to the span."""
    meter: Meter
    labels: dict[str, str] = field(default_factory=dict)
    """What the event is about, once that is known."""


Work = Callable[[Step], Outcome]
"""What a function does with a delivery; raises what the queue's answer follows from."""


def begin(parts: Parts, envelope: Envelope) -> Step:
    """The step that a delivery becomes."""
    ports, meter = parts.ports, Meter()
    bound = replace(
        ports,
        ledger=MeteredLedger(ports.ledger, meter),
        models=MeteredModels(ports.models, meter, ports.catalog),
        jobs=MeteredJobs(ports.jobs, meter, ports.catalog) if ports.jobs else None,
        trace=tracing.child(envelope.traceparent),
    )
    return Step(envelope, parts.settings, bound, meter)
