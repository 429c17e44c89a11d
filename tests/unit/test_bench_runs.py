"""The benches of speed and of the engine's cost, in miniature: real processes on the simulator."""

import pytest

from bench import engine_cost, throughput
from bench.ideal import Pace
from bench.scenario import Scenario

TINY = Scenario(1, 2, 6, Pace({"draft": 0.2, "review": 0.05, "final": 0.2}, 4), looped=1)

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]


def test_a_small_throughput_is_measured_against_its_ideals_and_its_loop() -> None:
    one_wave, adaptive = throughput.measure(TINY)
    assert one_wave.drafts == 6
    assert one_wave.finals == adaptive.finals == 2
    assert one_wave.all_busy <= one_wave.best_order <= one_wave.calls < one_wave.command
    assert one_wave.loop > one_wave.calls


def test_the_engines_cost_is_measured_for_every_number_of_attempts() -> None:
    (row,) = engine_cost.measure(((1, 1), (20, 1)))
    assert row.attempts == 20
    assert row.drafts_per_second > 0
    assert row.cpu_ms > 0
    assert row.peak_mib >= row.work_mib > 0
