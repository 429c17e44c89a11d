from pathlib import Path

import jsonschema
import pytest
import yaml

from proofpress.manifests import schema

EXAMPLES = Path(__file__).parents[2] / "examples"
VALIDATOR = jsonschema.Draft202012Validator(schema())


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())
    assert schema()["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.yaml")), ids=lambda path: path.name)
def test_the_examples_fit_it(path: Path) -> None:
    VALIDATOR.validate(yaml.safe_load(path.read_text()))


@pytest.mark.parametrize(
    "manifest",
    [
        {"items": ["p", {"prompt": "p", "size": "10x20"}, {"prompt": "p", "size": [10, 20], "review": "hand"}]},
        {"items": ["p"], "defaults": {"screen": "banner"}},
        {"items": [{"prompt": "p", "screen": {"profile": "photo", "blur": "off", "dark_peak": 40.5}}]},
        {"items": "rows.csv", "defaults": {"prompt": "p", "references": "a.png", "image_size": 512}},
        {"matrix": {"a": [1, "x", {"b": 2}], "c": "d.csv"}, "max_usd": 3, "variables": {"x": True}},
    ],
)
def test_it_takes_what_can_be_read(manifest: dict[str, object]) -> None:
    VALIDATOR.validate(manifest)


@pytest.mark.parametrize(
    "manifest",
    [
        {"itmes": []},
        {"items": [{"prompt": "p", "wnat": 1}]},
        {"items": [{"prompt": "p", "want": 0}]},
        {"items": [{"prompt": "p", "waves": 9}]},
        {"items": [{"prompt": "p", "route": "fast"}]},
        {"items": [{"prompt": "p", "screen": {"blur": "no"}}]},
        {"items": [{"prompt": "p", "screen": {"dark_peak": 256}}]},
        {"max_usd": 0},
        {"matrix": {"a": []}},
    ],
)
def test_it_refuses_what_cannot_be_read(manifest: dict[str, object]) -> None:
    assert not VALIDATOR.is_valid(manifest)


def test_every_key_is_described() -> None:
    described = schema()
    for part in (
        described,
        *(described["$defs"][name] for name in ("Entry", "Settings", "WrittenReview", "WrittenScreen")),
    ):
        for name, key in part["properties"].items():
            assert key.get("description"), name
