"""How the bench lays out and works out its figures."""

import pytest

from bench.engine_cost import Cost, row_of
from bench.sections import columns


def test_figures_stand_to_the_right_and_names_to_the_left() -> None:
    assert columns(["", "drafts"], [["one wave", 300], ["two", 7]]) == (
        "          drafts\none wave     300\ntwo            7"
    )


def test_start_up_is_not_counted_against_the_drafts() -> None:
    start = Cost(1, drafts_per_second=1.0, cpu=1.1, report_cpu=0.1, work_rss=0, peak_rss=0, service_cpu=0.3)
    cost = Cost(101, drafts_per_second=50.0, cpu=2.6, report_cpu=0.6, work_rss=2**20, peak_rss=2**21, service_cpu=1.3)
    row = row_of(cost, start)
    assert row.cpu_ms == pytest.approx(15.0)
    assert row.report_ms == pytest.approx(5.0)
    assert row.service_ms == pytest.approx(10.0)
    assert (row.work_mib, row.peak_mib) == (1.0, 2.0)
