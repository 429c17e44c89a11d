"""Which models a run talks to: the live service, or a simulator that is started beside it."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

from proofpress.adapters.gemini import GeminiModels
from proofpress.adapters.gemini_settings import GeminiSettings
from proofpress.adapters.local.clock import SystemClock
from proofpress.adapters.pacing import PacedModels
from proofpress.adapters.retrying import RetryingModels
from proofpress.domain.catalog import Catalog
from proofpress.domain.errors import Stop
from proofpress.entry.settings import Settings
from proofpress.ports import Models

SIMULATOR_KEY = "simulator"


@dataclass(frozen=True)
class Connection:
    """The models of a run, and whether their calls cost money."""

    models: Models
    live: bool
    words: str
    """Says in one line what is called."""


@contextmanager
def connect(
    settings: Settings, catalog: Catalog, stop: threading.Event, *, simulate: bool = False, profile: str = "demo"
) -> Iterator[Connection]:
    """Connect to the service of the environment's credentials, or to a simulator where there are none."""
    found = None if simulate else GeminiSettings.from_env(os.environ)
    if found is not None:
        where = "Vertex AI" if found.vertex else "the Gemini API"
        live = not found.on_loopback
        if found.warning:
            where = f"{where}. {found.warning}"
        models = wrapped(settings, catalog, found, stop, paced=live)
        yield Connection(
            models, live=live, words=f"Calling {where}." if live else f"Calling {found.base_url}: nothing is spent."
        )
        return
    with _simulator(settings.workspace / "simulator.jsonl", profile) as url:
        beside = GeminiSettings(api_key=SIMULATOR_KEY, base_url=url)
        why = "--simulate" if simulate else "no API key found"
        words = f"Simulated pictures at simulated prices ({why}): nothing is spent."
        yield Connection(wrapped(settings, catalog, beside, stop, paced=False), live=False, words=words)


def is_live() -> bool:
    """Whether the environment's credentials lead to calls that cost money."""
    found = GeminiSettings.from_env(os.environ)
    return found is not None and not found.on_loopback


def wrapped(
    settings: Settings, catalog: Catalog, service: GeminiSettings, stop: threading.Event, *, paced: bool
) -> Models:
    """The adapter with its pacing and its retries, in the order in which they belong."""
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
def _simulator(log: Path, profile: str) -> Iterator[str]:
    """A simulator process that ends with this one, even if this one is killed: its pipe closes."""
    log.parent.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "proofpress.simulator", "--parent-pipe", "--profile", profile, "--log", str(log)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:  # noqa: S603
        try:
            line = process.stdout.readline() if process.stdout else b""
            if not line:
                raise Stop("The simulator did not start; `proofpress simulator` shows why.")
            yield str(json.loads(line)["url"])
        finally:
            process.terminate()
