"""The batch lane for tests: the shipped adapter, a simulator, and a storage server where Vertex AI needs one."""

import io
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from google import genai
from google.auth.credentials import AnonymousCredentials
from google.cloud.storage import Client  # type: ignore[import-untyped]
from google.genai import types
from PIL import Image as PillowImage

from proofpress.adapters.gemini_jobs import GeminiJobs
from proofpress.adapters.gemini_settings import GeminiSettings
from proofpress.adapters.local.clock import SystemClock
from proofpress.domain.catalog import Catalog
from proofpress.domain.instructions import ImageRef, Instruction, Purpose
from proofpress.domain.jobs import JobLine, JobStatus
from proofpress.ports import Bucket, Image, JobOrder, JobResult
from proofpress.simulator.profile import Profile
from proofpress.simulator.records import RequestRecord
from proofpress.simulator.server import Simulator, Surroundings, shipped_catalog
from tests.support.buckets import NAMES, storage_server

CATALOG: Catalog = shipped_catalog()
PLACE = f"gs://{NAMES[Bucket.INBOX]}/jobs"


class Service(StrEnum):
    """A form of the API."""

    STUDIO = "studio"
    VERTEX = "vertex"


def settings_of(service: Service, url: str, timeout: float = 30.0) -> GeminiSettings:
    """How to reach a simulator in that form."""
    if service is Service.VERTEX:
        return GeminiSettings(vertex=True, project="shop", base_url=url, timeout=timeout)
    return GeminiSettings(api_key="key", base_url=url, timeout=timeout)


def draft(seed: int = 7, **changes: Any) -> Instruction:
    """A draft by the lite model."""
    model = CATALOG.model("lite")
    asked = Instruction(
        purpose=Purpose.DRAFT,
        model=model.id,
        prompt="dunes at dusk",
        seed=seed,
        aspect_ratio="16:9",
        image_size="1K",
        output_limit=model.output_limit,
        thinking_level=model.thinking_level,
    )
    return asked.model_copy(update=changes)


def picture(colour: str) -> tuple[ImageRef, Image]:
    """A picture to send along, and its name."""
    buffer = io.BytesIO()
    PillowImage.new("RGB", (64, 64), colour).save(buffer, "PNG")
    image = Image(buffer.getvalue(), "image/png")
    name = f"{colour}.png"
    return ImageRef(bucket="inbox", name=name, sha256=sha256(image.data).hexdigest(), mime=image.mime), image


def nothing_to_load(ref: ImageRef) -> Image:
    """For jobs that send no picture."""
    raise AssertionError(ref)


def key(seed: int) -> str:
    """The key of the line that draws a seed."""
    return f"shop/dunes/{seed:04d}"


def order(name: str = "job-1", count: int = 3, **changes: Any) -> JobOrder:
    """A job of drafts with the seeds 0, 1, 2 and so on."""
    lines = [JobLine(key=key(seed), instruction=draft(seed)) for seed in range(count)]
    made = {"display_name": name, "model": draft().model, "lines": lines, "load": nothing_to_load}
    return JobOrder(**{**made, **changes})


@dataclass
class Desk:
    """One adapter at work with one simulator."""

    service: Service
    jobs: GeminiJobs
    simulator: Simulator
    place: str = PLACE

    def ended(self, status: JobStatus, seconds: float = 60.0) -> JobStatus:
        """The job when it is over."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            found = self.jobs.status(status.name)
            assert found is not None
            if found.state.over:
                return found
            time.sleep(0.02)
        raise AssertionError(f"{status.display_name} did not end")

    def done(self, name: str = "job-1", count: int = 3) -> tuple[JobStatus, list[JobResult]]:
        """A job that was submitted, and its results when it was over."""
        status = self.ended(self.jobs.submit(order(name, count)))
        return status, list(self.jobs.results(status))

    def stored(self) -> list[str]:
        """Names of what lies at the service: objects, or the display names of files."""
        if self.service is Service.VERTEX:
            client = Client("shop", AnonymousCredentials())  # type: ignore[no-untyped-call]
            names = [blob.name for blob in client.list_blobs(NAMES[Bucket.INBOX])]
            client.close()
            return names
        with genai.Client(api_key="key", http_options=types.HttpOptions(base_url=self.simulator.url)) as studio:
            return [file.display_name or "" for file in studio.files.list()]

    def created(self) -> list[RequestRecord]:
        """The submissions that the service carried out, whether or not its answer arrived."""
        asked = [record for record in self.simulator.requests if record.operation == "batches.create"]
        return [record for record in asked if record.outcome != "refused"]

    def lines(self) -> list[RequestRecord]:
        """The lines that the service worked on."""
        return [record for record in self.simulator.requests if record.operation == "line"]


@contextmanager
def desk(
    service: Service, folder: Path, monkeypatch: pytest.MonkeyPatch, profile: Profile | None = None
) -> Iterator[Desk]:
    """An adapter, its simulator and, on Vertex AI, the storage server of both."""
    with ExitStack() as stack:
        storage = ""
        if service is Service.VERTEX:
            storage = stack.enter_context(storage_server(folder, monkeypatch)).url
        simulator = stack.enter_context(Simulator(profile, around=Surroundings(storage=storage)))
        jobs = GeminiJobs(settings_of(service, simulator.url), CATALOG, SystemClock(), place=PLACE)
        stack.callback(jobs.close)
        yield Desk(service, jobs, simulator)
