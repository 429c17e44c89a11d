"""A Firestore ledger behind a relay that a test spoils, with a second ledger that goes to the emulator directly."""

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from uuid import uuid4

import pytest
from google.cloud.firestore import Client

from proofpress.adapters.google.ledger import FirestoreLedger
from tests.support.firestore_relay import Relay

DATABASE = "proofpress"
HOST = "FIRESTORE_EMULATOR_HOST"


@dataclass
class Desk:
    """Two ways into one empty database."""

    project: str
    relay: Relay
    ledger: FirestoreLedger
    """Behind the relay."""
    other: FirestoreLedger
    """Somebody else's, undisturbed."""
    raw: Client
    """Google's client, undisturbed."""


@contextmanager
def opened(host: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """Connect everything; each finds its way when it is used first."""
    project = f"test-{uuid4().hex}"
    with ExitStack() as context:
        relay = context.enter_context(Relay(host))
        ledger, other = (context.enter_context(closing(FirestoreLedger(project, DATABASE))) for _ in range(2))
        monkeypatch.setenv(HOST, host)
        raw = Client(project=project, database=DATABASE)
        _ = other._connection.client
        monkeypatch.setenv(HOST, relay.host)
        _ = ledger._connection.client
        yield Desk(project, relay, ledger, other, raw)
