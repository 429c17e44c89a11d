from collections.abc import Iterator
from contextlib import closing
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings

from proofpress.adapters.google.ledger import FirestoreLedger
from proofpress.ports import Ledger
from tests.contract.suite_ledger import LedgerSuite
from tests.contract.suite_model import ModelSuite, Step, commit_lists
from tests.support.firestore_relay import Relay, by_chance


def opened(host: str, monkeypatch: pytest.MonkeyPatch) -> "closing[FirestoreLedger]":
    """An empty ledger, which ends with its context."""
    monkeypatch.setenv("FIRESTORE_EMULATOR_HOST", host)
    return closing(FirestoreLedger(f"test-{uuid4().hex}", "proofpress"))


class TestFirestoreLedger(LedgerSuite, ModelSuite):
    @pytest.fixture
    def ledger(self, firestore_host: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ledger]:
        with opened(firestore_host, monkeypatch) as ledger:
            yield ledger


class TestFirestoreLedgerBehindFaults(LedgerSuite):
    """A tenth of all calls fails: before the server, behind it, or in it."""

    @pytest.fixture
    def ledger(
        self, firestore_host: str, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
    ) -> Iterator[Ledger]:
        with Relay(firestore_host) as relay, opened(relay.host, monkeypatch) as ledger:
            relay.spoil = by_chance(request.node.name, 0.1)
            yield ledger

    @settings(max_examples=15, suppress_health_check=list(HealthCheck))
    @given(commits=commit_lists)
    def test_a_ledger_behaves_like_a_dictionary(self, ledger: Ledger, commits: list[list[Step]]) -> None:
        ModelSuite().check(ledger, commits)
