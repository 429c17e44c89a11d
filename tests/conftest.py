"""No network beyond this machine, no credentials, no settings from outside."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# Suites that are inherited rather than collected; rewriting must be asked for before anything imports them.
for suite in (Path(__file__).parent / "contract").glob("suite_*.py"):
    pytest.register_assert_rewrite(f"tests.contract.{suite.stem}")

pytest_plugins = ["tests.support.emulators"]

# Google's libraries look for a metadata server unless told not to, and read this when they are imported.
os.environ["NO_GCE_CHECK"] = "true"

# Times say nothing on a shared machine.
settings.register_profile("proofpress", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("proofpress")

_FOREIGN = ("PROOFPRESS_", "GEMINI_", "GOOGLE_", "FIRESTORE_", "PUBSUB_", "STORAGE_", "NO_COLOR", "FORCE_COLOR")


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith(_FOREIGN) and name != "PROOFPRESS_REQUIRE_ALL":
            monkeypatch.delenv(name)
