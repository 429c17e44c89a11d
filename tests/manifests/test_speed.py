import json
import time

import pytest

from tests.manifests.loading import loaded, problems_of

COUNT = 10_000
ALLOWED = 5.0
"""CPU seconds; it takes well under one on an idle machine, and shared ones are slow."""


def manifest(suffix: str, prompt: str = "A view of {{ city }}, number %d") -> str:
    rows = [(f"item-{number}", prompt % number, "Oslo") for number in range(COUNT)]
    if suffix == "csv":
        return "id,prompt,city\n" + "".join(f'{name},"{text}",{city}\n' for name, text, city in rows)
    items = [{"id": name, "prompt": text, "variables": {"city": city}} for name, text, city in rows]
    if suffix == "jsonl":
        return "\n".join(map(json.dumps, items))
    return "defaults: {want: 2}\nitems:\n" + "".join(
        f'- id: {name}\n  prompt: "{text}"\n  variables: {{city: {city}}}\n' for name, text, city in rows
    )


@pytest.mark.parametrize("suffix", ["yaml", "jsonl", "csv"])
def test_ten_thousand_items_are_read_in_about_a_second(suffix: str) -> None:
    text = manifest(suffix)
    started = time.process_time()
    assert len(loaded(text, f"m.{suffix}").items) == COUNT
    assert time.process_time() - started < ALLOWED


@pytest.mark.parametrize("suffix", ["yaml", "jsonl", "csv"])
def test_ten_thousand_faulty_items_are_reported_in_about_a_second(suffix: str) -> None:
    text = manifest(suffix, "A view of {{ citty }}, number %d")
    started = time.process_time()
    assert len(problems_of(text, f"m.{suffix}")) == COUNT
    assert time.process_time() - started < ALLOWED
