"""What happens around the batch lane: knocks that are lost, forged or old, jobs that strangers stop, keys taken back."""

import random

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from proofpress.domain.events import JobRequested
from proofpress.ports import Topic
from proofpress.stages.knocking import knock
from tests.statemachine.rules.messages import PLACES, HasWorld


def has_jobs(machine: HasWorld) -> bool:
    """Whether the service has had any job."""
    return bool(machine.world.service.jobs)


class LaneRules(HasWorld):
    """The service of the batch lane, and what it says of itself."""

    @precondition(has_jobs)
    @rule()
    def knock(self) -> None:
        """A webhook says that some job is over; it may be wrong, early or a copy."""
        knock(self.world.pipeline.ports)

    @precondition(has_jobs)
    @rule(chance=PLACES)
    def replay(self, chance: int) -> None:
        """An old message of any job comes once more, from the dead letters or the queue."""
        job = random.Random(chance).choice(self.world.service.jobs)
        self.world.pipeline.bus.publish(Topic.JOBS, JobRequested(job=job.display_name))

    @precondition(has_jobs)
    @rule(chance=PLACES)
    def stop_at_the_service(self, chance: int) -> None:
        """Somebody stops a job in the service's own console."""
        service = self.world.service
        service.cancel(random.Random(chance).choice(service.jobs).name)

    @rule(is_refused=st.booleans())
    def take_back_the_key(self, *, is_refused: bool) -> None:
        """Every submission is refused from now on, or none any more."""
        self.world.service.refuses = is_refused
