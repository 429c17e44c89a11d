"""Trace context."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofpress.domain import tracing

TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00"


def test_a_new_trace_is_a_sampled_traceparent_of_its_own() -> None:
    one, other = tracing.new(), tracing.new()
    assert re.fullmatch(r"00-[0-9a-f]{32}-[0-9a-f]{16}-01", one)
    assert tracing.trace_id(one) != tracing.trace_id(other)


def test_a_child_has_its_parents_trace_and_flags_and_a_span_of_its_own() -> None:
    child = tracing.child(TRACE)
    assert tracing.trace_id(child) == tracing.trace_id(TRACE) == TRACE[3:35]
    assert child[-2:] == "00"
    assert child != TRACE


@given(st.text() | st.just(f"00-{'0' * 32}-b7ad6b7169203331-01") | st.just(f"{TRACE[:36]}{'0' * 16}-01"))
def test_what_is_no_traceparent_starts_a_new_trace(parent: str) -> None:
    assert tracing.trace_id(parent) == ""
    assert tracing.trace_id(tracing.child(parent))


@pytest.mark.parametrize("text", [TRACE.upper(), TRACE[1:], TRACE + "\n", ""])
def test_near_misses_have_no_trace(text: str) -> None:
    assert tracing.trace_id(text) == ""
