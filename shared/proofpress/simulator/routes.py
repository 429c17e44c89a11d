"""Which operation a path means, in the URL shapes of AI Studio, of Vertex and of Vertex's express mode."""

import re
from dataclasses import dataclass
from enum import StrEnum


class Backend(StrEnum):
    """Whose URL shape a request has."""

    STUDIO = "studio"
    VERTEX = "vertex"
    EXPRESS = "express"


@dataclass(frozen=True)
class Route:
    """What a request asks for."""

    operation: str
    backend: Backend
    model: str = ""


_BASES = {
    Backend.STUDIO: r"/(?:v1|v1beta|v1alpha)",
    Backend.VERTEX: r"/(?:v1|v1beta1)/projects/[^/]+/locations/[^/]+/publishers/google",
    Backend.EXPRESS: r"/(?:v1|v1beta1)/publishers/google",
}
_TAILS = (
    ("POST", r"/models/(?P<model>[^/:]+):generateContent", "generateContent"),
    ("GET", r"/models/(?P<model>[^/:]+)", "models.get"),
    ("GET", r"/models", "models.list"),
)
_TABLE = tuple(
    (method, re.compile(base + tail), operation, backend)
    for method, tail, operation in _TAILS
    for backend, base in _BASES.items()
)


def find_route(method: str, path: str) -> Route | None:
    """The operation of a method and a path without its query, or None where the API has none."""
    for wanted, pattern, operation, backend in _TABLE:
        found = pattern.fullmatch(path) if method == wanted else None
        if found:
            return Route(operation, backend, found.groupdict().get("model", ""))
    return None
