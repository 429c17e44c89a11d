"""A function may not be told to wait longer than it lives, nor to let leases run out under it."""

import os

import pytest

from proofpress.domain.errors import Stop
from proofpress.entry.cloud.serving.opening import opened
from proofpress.entry.cloud.serving.paid_models import LONGEST_CALL, paid_models
from proofpress.entry.cloud.topology import FUNCTION_TIMEOUT
from proofpress.entry.settings import read_settings
from tests.support.pipeline import catalog


@pytest.fixture(autouse=True)
def _deployed(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.endswith("_EMULATOR_HOST")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PROOFPRESS_PROJECT", "somebody")
    monkeypatch.setenv("GEMINI_API_KEY", "canary")


def test_a_call_must_end_before_the_function_is_cut_off() -> None:
    with pytest.raises(Stop, match=f"PROOFPRESS_TIMEOUT is 241: a function waits {LONGEST_CALL:.0f} seconds"):
        paid_models(read_settings({}, timeout=LONGEST_CALL + 1), catalog())


@pytest.mark.parametrize("minutes", ["1", str(FUNCTION_TIMEOUT / 60)])
def test_a_lease_must_outlive_the_function(minutes: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROOFPRESS_LEASE_MINUTES", minutes)
    with pytest.raises(Stop, match=r"LEASE_MINUTES is \d+: give it at least 10"):
        opened()()
