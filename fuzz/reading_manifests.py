"""Manifests in every format."""

from datetime import date
from functools import partial
from importlib import resources
from pathlib import Path

from fuzz.files import NoFiles
from fuzz.target import Target
from proofpress.domain.catalog import parse_catalog
from proofpress.manifests import InvalidManifest, load

_CATALOG = parse_catalog(resources.files("proofpress").joinpath("models.toml").read_text("utf-8"))
_TODAY = date(2026, 1, 1)
_EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
_TRICKY = b"defaults: &a {prompt: '{{ x }} {% for y in range(9) %}', variables: {x: 1}}\nitems: [{<<: *a}, *a]\n"
_ROWS = b'id,prompt,want,size\r\n1,"a ""fox""",2,1170x2532\r\n2,an owl,,\r\n'


def _read(name: str, data: bytes) -> object:
    return load(name, data, NoFiles(), _CATALOG, _TODAY)


def _target(suffix: str, *seeds: bytes) -> Target:
    return Target(f"manifest-{suffix}", partial(_read, f"m.{suffix}"), (InvalidManifest,), seeds)


TARGETS = (
    _target("yaml", *(path.read_bytes() for path in sorted(_EXAMPLES.glob("*.yaml"))), _TRICKY),
    _target("json", b'{"defaults": {"want": 2}, "items": [{"id": "a", "prompt": "a fox", "seed": 7}]}'),
    _target("jsonl", *(path.read_bytes() for path in sorted(_EXAMPLES.glob("*.jsonl")))),
    _target("csv", _ROWS),
)
