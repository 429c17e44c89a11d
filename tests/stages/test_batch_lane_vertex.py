"""The batch lane on Vertex AI: lines, pictures and results in Cloud Storage, and nothing of them left."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from google.auth.credentials import AnonymousCredentials
from google.cloud.storage import Client  # type: ignore[import-untyped]

from proofpress.domain.states import JobStep
from proofpress.emulators.storage.server import StorageServer
from proofpress.ports import Bucket
from proofpress.simulator.profile import Profile
from proofpress.simulator.server import Simulator, Surroundings
from tests.stages import invariants
from tests.stages.lane_desk import LaneDesk, booked, jobs, lane_desk, run_on
from tests.stages.test_batch_lane import MANIFEST, lineage
from tests.support.buckets import NAMES, storage_server
from tests.support.jobs import Service


@pytest.fixture
def storage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[StorageServer]:
    with storage_server(tmp_path / "storage", monkeypatch) as server:
        yield server


@pytest.fixture
def desk(tmp_path: Path, storage: StorageServer) -> Iterator[LaneDesk]:
    with (
        Simulator(Profile(lost_look=0, accept_rate=0.6), around=Surroundings(storage=storage.url)) as simulator,
    ):
        yield LaneDesk(simulator, tmp_path, Service.VERTEX)


def objects() -> list[str]:
    client = Client("shop", AnonymousCredentials())  # type: ignore[no-untyped-call]
    names = [blob.name for blob in client.list_blobs(NAMES[Bucket.INBOX])]
    client.close()
    return names


def test_keepers_and_lineage_are_those_of_the_gemini_api(desk: LaneDesk, tmp_path: Path) -> None:
    with lane_desk(tmp_path / "studio") as other, other.opened() as pipeline:
        pipeline.submit(MANIFEST.format(lane="batch"))
        run_on(pipeline)
        expected, keepers, paid = lineage(pipeline), pipeline.keepers(), booked(pipeline)
    with desk.opened() as pipeline:
        pipeline.submit(MANIFEST.format(lane="batch"))
        run_on(pipeline)
        assert pipeline.keepers() == keepers
        assert lineage(pipeline) == expected
        assert booked(pipeline) == desk.usd == paid
        assert {job.step for job in jobs(pipeline)} == {JobStep.COLLECTED}
        invariants.check_ended(pipeline)
        invariants.check_caps(pipeline)
    assert objects() == []


def test_a_job_whose_results_are_gone_is_noted_and_its_calls_are_made_again(desk: LaneDesk) -> None:
    desk.script("results", "lose")
    with desk.opened() as pipeline:
        pipeline.submit(MANIFEST.format(lane="batch"))
        run_on(pipeline)
        assert len(desk.submitted) > 2
        assert booked(pipeline) >= desk.usd
        invariants.check_ended(pipeline)
        invariants.check_caps(pipeline)


def test_a_place_that_cannot_be_cleared_does_not_keep_a_job_from_its_end(
    desk: LaneDesk, storage: StorageServer
) -> None:
    storage.script({"method": "DELETE", "do": "status", "status": 403, "times": 99})
    with desk.opened() as pipeline:
        pipeline.submit(MANIFEST.format(lane="batch"))
        run_on(pipeline)
        assert {job.step for job in jobs(pipeline)} == {JobStep.COLLECTED}
        assert booked(pipeline) == desk.usd
        invariants.check_ended(pipeline)
    assert objects()
