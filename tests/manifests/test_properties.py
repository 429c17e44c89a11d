import csv
import io
import json
import string
from typing import Any

import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from proofpress.domain.spec import BatchSpec
from proofpress.manifests import InvalidManifest, load
from tests.manifests.loading import CATALOG, PNG, TODAY, MemoryFiles

FILES = {"a.png": PNG, "b.png": PNG + b"b"}
WORDS = st.text(string.ascii_letters + " äé,;:#'\"%-", min_size=1, max_size=30).map(str.strip).filter(bool)
PROMPTS = WORDS.map(lambda words: f"A {words}")
NAMES = st.text(string.ascii_lowercase, min_size=3, max_size=8).map("v_".__add__)
ITEMS = st.fixed_dictionaries(
    {"prompt": st.one_of(PROMPTS, PROMPTS.map(lambda prompt: prompt + " in {{ v_place }}"))},
    optional={
        "want": st.integers(1, 10_000),
        "aspect_ratio": st.sampled_from(["1:1", "16:9", "9:16"]),
        "size": st.sampled_from(["1170x2532", "600x600"]),
        "final": st.sampled_from(["standard", "pro", "none"]),
        "review": st.sampled_from(["none", "hand", "model"]),
        "references": st.lists(st.sampled_from(sorted(FILES)), min_size=1, max_size=3),
        "seed": st.integers(0, 2**31 - 1),
        "hero": st.just(False),
        "text_heavy": st.booleans(),
        "max_usd_per_keeper": st.decimals("0.01", "9", places=2).map(float),
        "accept_rate": st.sampled_from([0.25, 0.5]),
        "variables": st.dictionaries(NAMES, WORDS, max_size=3),
    },
)


def read(name: str, text: str) -> BatchSpec:
    return load(name, text.encode(), MemoryFiles(FILES), CATALOG, TODAY)


def outcome(name: str, data: bytes) -> tuple[object, ...]:
    """Items or problems, of which there must be some; any other error is passed on."""
    try:
        return load(name, data, MemoryFiles(FILES), CATALOG, TODAY).items
    except InvalidManifest as error:
        return tuple(problem for problem in error.problems if problem.line >= 1 and problem.message)


def as_csv(items: list[dict[str, Any]]) -> str:
    rows = []
    for item in items:
        row = {key: value for key, value in item.items() if key != "variables"} | item["variables"]
        rows.append(row | ({"references": ";".join(row["references"])} if "references" in row else {}))
    stream = io.StringIO()
    writer = csv.DictWriter(stream, list(dict.fromkeys(key for row in rows for key in row)))
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(ITEMS, min_size=1, max_size=6))
def test_the_same_items_have_the_same_fingerprint_in_every_format(items: list[dict[str, Any]]) -> None:
    for number, item in enumerate(items):
        item["id"] = f"item-{number}"
        item["variables"] = {"v_place": "Rome"} | item.get("variables", {})
    reordered = [dict(reversed(item.items())) for item in items]
    prints = {
        read("m.yaml", yaml.safe_dump(items, allow_unicode=True)).fingerprint,
        read(
            "m.yaml", "# a comment\n" + yaml.safe_dump({"name": "x", "items": reordered}, sort_keys=False)
        ).fingerprint,
        read("m.json", json.dumps({"items": reordered}, indent=2)).fingerprint,
        read("m.jsonl", "\n\n".join(map(json.dumps, items))).fingerprint,
        read("m.csv", as_csv(items)).fingerprint,
    }
    assert len(prints) == 1


NOISE = st.one_of(
    st.binary(max_size=200),
    st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.text("{}[]:,-*&!#|>'\"%@?~ \n\tabitemspromptdefaults0123.\\u", max_size=200).map(str.encode),
)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(["m.yaml", "m.json", "m.jsonl", "m.csv"]), NOISE)
def test_any_bytes_are_a_batch_or_a_list_of_problems(name: str, data: bytes) -> None:
    assert outcome(name, data)


LEAVES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.text(max_size=12)
)
KEYS = st.sampled_from(
    ["prompt", "id", "slug", "want", "size", "aspect_ratio", "image_size", "draft", "final", "review", "references",
     "seed", "waves", "hero", "matrix", "variables", "items", "defaults", "name", "version", "max_usd", "rubric", "x"]
)  # fmt: skip
VALUES = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5))


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(KEYS, VALUES, max_size=6))
def test_any_values_under_known_keys_are_a_batch_or_a_list_of_problems(manifest: dict[str, Any]) -> None:
    for name in ("m.json", "m.jsonl", "m.yaml"):
        assert outcome(name, json.dumps(manifest).encode())


def test_a_fingerprint_follows_items_caps_and_the_bytes_of_references() -> None:
    text = "max_usd: 5\nitems: [{id: a, prompt: p, references: a.png}]"
    base = read("m.yaml", text).fingerprint
    changed = MemoryFiles({"a.png": PNG + b"other"})
    assert read("m.yaml", text.replace("max_usd: 5", "max_usd: 5.0\nname: n")).fingerprint == base
    assert read("m.yaml", text.replace("5", "6")).fingerprint != base
    assert read("m.yaml", text.replace("prompt: p", "prompt: q")).fingerprint != base
    assert load("m.yaml", text.encode(), changed, CATALOG, TODAY).fingerprint != base
