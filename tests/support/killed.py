"""A cloud under load whose functions are killed, and what is left when it is at rest."""

import json
import os
import time
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from google.cloud.pubsub_v1 import PublisherClient  # type: ignore[import-untyped]

from proofpress.adapters.google.ledger import FirestoreLedger
from proofpress.domain import queries
from proofpress.domain.records import NEVER, Attempt, Final, Job
from proofpress.emulators.courier import Courier, delivering
from proofpress.entry.cloud.wiring import open_ledger, open_store
from proofpress.ports import Bucket, Topic
from tests.support.books import Books
from tests.support.clouds import Cloud, cloud
from tests.support.killed_load import BATCH_LANE, CAMPAIGN, COLOURS, LIVE, PROFILE, VARIABLES
from tests.support.killing import Killer
from tests.support.shops import news
from tests.support.told import Outcomes

MINUTES = float(os.environ.get("KILL_MINUTES", "0.6"))
SEED = int(os.environ.get("KILL_SEED", "1"))
EVERY = 4.0
"""Seconds between two manifests, however far the ones before have come."""
PATIENCE = 900.0
"""Seconds until everything is at rest: the waits of what was cut off again and again have doubled to 64 times `stale`."""


@dataclass(frozen=True)
class Aftermath:
    """What is left when nobody is killed any more and everything has come to rest."""

    cloud: Cloud
    courier: Courier
    killer: Killer
    books: Books
    ledger: FirestoreLedger
    outcomes: Outcomes
    batches: tuple[str, ...]
    """Those of the campaign included."""
    told: int
    """Times that the shop told of its product."""

    @property
    def records(self) -> list[Attempt | Final]:
        """Everything that was paid for."""
        made: list[Attempt | Final] = []
        for batch in self.batches:
            made += [*self.books.attempts(batch), *self.books.finals(batch)]
        return made

    @property
    def jobs(self) -> list[Job]:
        """Those of the batch lane."""
        return [job for batch in self.batches for job in self.ledger.find(queries.jobs(batch))]


def started(folder: Path, stack: ExitStack) -> Aftermath:
    """Start a cloud, let the killer loose, and wait until everything is at rest."""
    profile = folder / "profile.toml"
    profile.write_text(PROFILE)
    options = {"profile": str(profile), "sweep_seconds": 2.0, "min_backoff": 1.0, "variables": VARIABLES}
    courier = stack.enter_context(delivering(Courier(seed=SEED)))
    running = stack.enter_context(cloud(folder / "cloud", courier.through, **options))
    patch = stack.enter_context(pytest.MonkeyPatch.context())
    for name, value in running.emulated.variables.items():
        patch.setenv(name, value)
    (folder / "campaign.yaml").write_text(CAMPAIGN)
    added = running.run("campaign", "add", str(folder / "campaign.yaml"))
    assert added.code == 0, added.err
    return _after_kills(running, courier, stack)


def _after_kills(running: Cloud, courier: Courier, stack: ExitStack) -> Aftermath:
    settings = running.emulated.settings
    ledger = stack.enter_context(closing(open_ledger(settings)))
    store = stack.enter_context(closing(open_store(settings)))
    outcomes = stack.enter_context(Outcomes(settings.topic(Topic.OUTCOMES)))
    shop = stack.enter_context(PublisherClient())
    batches: list[str] = []
    killer = Killer(running.emulated.functions.__getitem__, ledger, SEED)
    until = time.monotonic() + MINUTES * 60
    with killer.at_large():
        while time.monotonic() < until:
            turn = len(batches)
            batches.append(f"killed-{turn + 1:04}")
            manifest = BATCH_LANE if turn % 3 == 1 else LIVE
            store.put(Bucket.INBOX, f"{batches[-1]}/manifest.yaml", manifest.encode(), "application/yaml")
            event = news(turn + 1, colour=f"{COLOURS[turn % 3]} {turn // 3}", price=f"{turn + 1}.00")
            shop.publish(settings.topic(Topic.REQUESTS), json.dumps(event).encode()).result(30)
            time.sleep(EVERY)
        # On a busy machine one round of kills takes longer than the short form.
        running.wait(lambda: set(killer.kills) == set(killer.functions))
    _wait_for_rest(running, ledger, len(batches))
    running.wait(lambda: not any(courier.under_way.values()))
    found = tuple(batch.id for batch in ledger.find(queries.batches()))
    return Aftermath(running, courier, killer, Books(ledger, store), ledger, outcomes, found, len(batches))


def _wait_for_rest(running: Cloud, ledger: FirestoreLedger, batches: int) -> None:
    """Until every manifest has become a batch, and no batch, banner or product is under way."""
    patience = time.monotonic() + PATIENCE + 60 * MINUTES
    while (
        sum(batch.id.startswith("killed-") for batch in ledger.find(queries.batches())) < batches
        or ledger.count(queries.open_batches())
        or ledger.count(queries.due_products(NEVER, 10))
        or ledger.count(queries.due_sets(NEVER, 10))
    ):
        assert time.monotonic() < patience, running.run("status").out
        time.sleep(1)
