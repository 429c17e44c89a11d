"""Which models a run talks to: the live service, or a simulator that is started beside it."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from proofpress.adapters.gemini_settings import GeminiSettings
from proofpress.domain.catalog import Catalog
from proofpress.domain.errors import Stop
from proofpress.entry.settings import Settings
from proofpress.ports import Jobs, Models

SIMULATOR_KEY = "simulator"


@dataclass(frozen=True)
class Service:
    """The two lanes of the model's service."""

    models: Models
    jobs: Jobs


@dataclass(frozen=True)
class Target:
    """What a run is going to call, known before anything is started."""

    service: GeminiSettings | None
    """None: a simulator of the run's own."""
    words: str
    """Says in one line what is called."""

    @property
    def live(self) -> bool:
        """Whether its calls cost money."""
        return self.service is not None and not self.service.on_loopback


def target_of(environment: Mapping[str, str], *, simulate: bool = False) -> Target:
    """The service that the environment has credentials for, or a simulator where it has none."""
    found = None if simulate else GeminiSettings.from_env(environment)
    if found is None:
        why = "--simulate" if simulate else "no API key found"
        return Target(None, f"Simulated pictures at simulated prices ({why}): nothing is spent.")
    if found.on_loopback:
        return Target(found, f"Calling {found.base_url}: nothing is spent.")
    words = f"Calling {'Vertex AI' if found.vertex else 'the Gemini API'}."
    return Target(found, f"{words} {found.warning}" if found.warning else words)


@contextmanager
def connect(
    settings: Settings, catalog: Catalog, target: Target, stop: threading.Event, profile: str = "demo"
) -> Iterator[Service]:
    """The lanes of a target; a simulator with the named profile lives as long as the block."""
    if target.service is not None:
        service = replace(target.service, timeout=settings.timeout)
        yield _service(settings, catalog, service, stop, paced=target.live)
        return
    with _simulator(settings.workspace, profile) as url:
        beside = GeminiSettings(api_key=SIMULATOR_KEY, base_url=url, timeout=settings.timeout)
        yield _service(settings, catalog, beside, stop, paced=False)


def is_live() -> bool:
    """Whether the environment's credentials lead to calls that cost money."""
    return target_of(os.environ).live


def _service(
    settings: Settings, catalog: Catalog, service: GeminiSettings, stop: threading.Event, *, paced: bool
) -> Service:
    from proofpress.adapters.gemini_jobs import GeminiJobs
    from proofpress.adapters.local.clock import SystemClock

    models = _models(settings, catalog, service, stop, paced=paced)
    return Service(models, GeminiJobs(service, catalog, SystemClock(), place=settings.jobs))


def _models(
    settings: Settings, catalog: Catalog, service: GeminiSettings, stop: threading.Event, *, paced: bool
) -> Models:
    """The adapter with its pacing and its retries, in the order in which they belong."""
    from proofpress.adapters.gemini import GeminiModels
    from proofpress.adapters.local.clock import SystemClock
    from proofpress.adapters.pacing import PacedModels
    from proofpress.adapters.retrying import RetryingModels

    clock = SystemClock()
    models: Models = GeminiModels(service, catalog, clock, connections=settings.concurrency)
    if paced:
        models = PacedModels(
            models,
            clock,
            catalog,
            images_per_minute=settings.images_per_minute,
            usd_per_ten_minutes=settings.usd_per_ten_minutes or None,
            stopping=stop,
        )
    return RetryingModels(models, clock, Random(), stopping=stop)  # noqa: S311 - jitter is no secret


@contextmanager
def _simulator(folder: Path, profile: str) -> Iterator[str]:
    """A simulator process that ends with this one, even if this one is killed: its pipe closes.

    Its jobs stay in the work folder, where the next one goes on with them.

    A session of its own keeps the terminal's Ctrl-C from it, so that the calls in flight still get their answers.
    """
    from proofpress.simulator.profile import load_profile

    load_profile(profile)
    command = [sys.executable, "-m", "proofpress.simulator", "--parent-pipe", "--profile", profile]
    command += ["--log", str(folder / "simulator.jsonl"), "--folder", str(folder / "simulator")]
    with subprocess.Popen(  # noqa: S603 - our own module
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
    ) as process:
        try:
            line = process.stdout.readline() if process.stdout else b""
            if not line:
                raise Stop("The simulator did not start; `proofpress simulator` shows why.")
            yield str(json.loads(line)["url"])
        finally:
            process.terminate()
