"""How the calls of a world go: what the service draws, in both of its lanes, and what it gets wrong."""

from dataclasses import dataclass, replace

from hypothesis import strategies as st

from proofpress.ports import Ports
from tests.stages.service import Service
from tests.statemachine.batch_service import BatchService
from tests.support.pipeline import ScriptedModels

TROUBLE = st.sampled_from([0.0, 0.2, 0.5])


@dataclass(frozen=True)
class Calls:
    """The service of a world, by its seed."""

    service: Service
    trouble: float
    """Share of what may go wrong with a job that does."""

    def models(self) -> ScriptedModels:
        """The live lane, which has answered nothing yet."""
        return replace(self.service, tries={}).models()

    def with_batch_lane(self, ports: Ports) -> Ports:
        """Ports with a batch lane that draws as their models do."""
        assert isinstance(ports.models, ScriptedModels)
        return replace(ports, jobs=BatchService(ports.models, ports.clock, self.service.seed, self.trouble))
