"""The desk's HTML. Every value is escaped by the template engine: manifests are written by others."""

import hashlib
from functools import cache
from importlib import resources
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined

from proofpress.domain.dislikes import Dislike
from proofpress.domain.money import dollars

STATIC = {
    "desk.css": "text/css",
    "sheet.css": "text/css",
    "loupe.css": "text/css",
    "desk.js": "text/javascript",
    "layout.js": "text/javascript",
    "grid.js": "text/javascript",
    "loupe.js": "text/javascript",
    "keys.js": "text/javascript",
    "orders.js": "text/javascript",
    "icon.svg": "image/svg+xml",
}
"""Files that pages name, with their types; anything else is not there."""

_MANY = 1_000
"""Figures from here on are shown without a fraction."""


def render(template: str, **values: object) -> str:
    """A page, or a part of one."""
    return _environment().get_template(template).render(**values)


@cache
def asset(name: str) -> bytes:
    """A static file; KeyError for a name that is not of one."""
    if name not in STATIC:
        raise KeyError(name)
    return resources.files("proofpress.entry.desk").joinpath("static", name).read_bytes()


@cache
def version() -> str:
    """Changes when any of the static files does: they are kept by browsers for as long as that."""
    return hashlib.sha256(b"".join(map(asset, STATIC))).hexdigest()[:12]


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("proofpress.entry.desk"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(usd=dollars, words=_words, path=_path, figure=_figure)
    environment.globals.update(asset=_asset, dislikes=list(Dislike))
    return environment


def _asset(name: str) -> str:
    return f"/static/{version()}/{name}"


def _path(key: str) -> str:
    return quote(key)


def _words(name: str) -> str:
    return name.replace("_", " ")


def _figure(value: float | str) -> str:
    if not isinstance(value, float) or value.is_integer():
        return value if isinstance(value, str) else f"{value:,.0f}"
    return f"{value:,.3g}" if abs(value) < _MANY else f"{value:,.0f}"
