"""Google's emulators for tests: one of each per worker, started when the first test asks for it.

Tests keep out of each other's way by projects of their own.
"""

import os
from collections.abc import Iterator

import pytest

from proofpress.emulators.google import FirestoreEmulator, PubSubEmulator, find_missing


def need_emulators() -> None:
    """Skip where the emulators are missing; fail where PROOFPRESS_REQUIRE_ALL demands everything."""
    missing = find_missing()
    if missing and os.environ.get("PROOFPRESS_REQUIRE_ALL") == "1":
        pytest.fail(missing)
    if missing:
        pytest.skip(missing)


@pytest.fixture(scope="session")
def firestore_host() -> Iterator[str]:
    """Address and port of the Firestore emulator."""
    need_emulators()
    with FirestoreEmulator() as emulator:
        yield emulator.host


@pytest.fixture(scope="session")
def pubsub_host() -> Iterator[str]:
    """Address and port of the Pub/Sub emulator."""
    need_emulators()
    with PubSubEmulator() as emulator:
        yield emulator.host
