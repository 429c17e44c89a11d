import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from proofpress.adapters.local.clock import ManualClock, SystemClock


def test_the_system_clock_tells_the_time_with_its_zone() -> None:
    before = datetime.now(UTC)
    now = SystemClock().now()
    assert before <= now <= datetime.now(UTC)
    assert now.utcoffset() == timedelta(0)


def test_the_system_clock_sleeps() -> None:
    before = time.monotonic()
    SystemClock().sleep(0.02)
    assert time.monotonic() - before >= 0.019


def test_a_manual_clock_moves_only_when_somebody_sleeps() -> None:
    clock = ManualClock(datetime(2026, 5, 4, tzinfo=UTC))
    assert clock.now() == clock.now() == datetime(2026, 5, 4, tzinfo=UTC)
    before = time.monotonic()
    clock.sleep(90)
    assert time.monotonic() - before < 10
    assert clock.now() == datetime(2026, 5, 4, 0, 1, 30, tzinfo=UTC)


def test_no_sleep_on_a_manual_clock_is_lost_among_threads() -> None:
    clock = ManualClock()
    start = clock.now()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(clock.sleep, [1.0] * 1000))
    assert clock.now() - start == timedelta(seconds=1000)


def test_a_manual_clock_refuses_what_the_system_clock_would() -> None:
    with pytest.raises(ValueError, match="negative"):
        ManualClock().sleep(-1)
    with pytest.raises(ValueError, match="time zone"):
        ManualClock(datetime(2026, 5, 4))  # noqa: DTZ001
