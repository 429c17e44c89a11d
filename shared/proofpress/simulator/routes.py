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
    name: str = ""
    """Id of the file or the job."""
    place: str = ""
    """Project and location, as Vertex AI writes them before the names of jobs."""


_VERSION = r"/(?:v1|v1beta|v1alpha|v1beta1)"
_PLACE = r"/(?P<place>projects/[^/]+/locations/[^/]+)"
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
_STUDIO_ONLY = (
    ("POST", rf"/upload{_VERSION}/files", "files.upload"),
    ("GET", rf"{_VERSION}/files", "files.list"),
    ("GET", rf"{_VERSION}/files/(?P<name>[^/:]+)", "files.get"),
    ("DELETE", rf"{_VERSION}/files/(?P<name>[^/:]+)", "files.delete"),
    ("GET", rf"(?:/download)?{_VERSION}/files/(?P<name>[^/:]+):download", "files.download"),
    ("POST", rf"{_VERSION}/models/(?P<model>[^/:]+):batchGenerateContent", "batches.create"),
    ("GET", rf"{_VERSION}/batches", "batches.list"),
    ("GET", rf"{_VERSION}/batches/(?P<name>[^/:]+)", "batches.get"),
    ("POST", rf"{_VERSION}/batches/(?P<name>[^/:]+):cancel", "batches.cancel"),
    ("DELETE", rf"{_VERSION}/batches/(?P<name>[^/:]+)", "batches.delete"),
)
_JOBS = rf"{_VERSION}{_PLACE}/batchPredictionJobs"
_VERTEX_ONLY = (
    ("POST", _JOBS, "batches.create"),
    ("GET", _JOBS, "batches.list"),
    ("GET", rf"{_JOBS}/(?P<name>[^/:]+)", "batches.get"),
    ("POST", rf"{_JOBS}/(?P<name>[^/:]+):cancel", "batches.cancel"),
    ("DELETE", rf"{_JOBS}/(?P<name>[^/:]+)", "batches.delete"),
)
_TABLE = (
    *(
        (method, re.compile(base + tail), call, backend)
        for method, tail, call in _TAILS
        for backend, base in _BASES.items()
    ),
    *((method, re.compile(path), call, Backend.STUDIO) for method, path, call in _STUDIO_ONLY),
    *((method, re.compile(path), call, Backend.VERTEX) for method, path, call in _VERTEX_ONLY),
)


def find_route(method: str, path: str) -> Route | None:
    """The operation of a method and a path without its query, or None where the API has none."""
    for wanted, pattern, operation, backend in _TABLE:
        found = pattern.fullmatch(path) if method == wanted else None
        if found:
            return Route(operation, backend, **found.groupdict())
    return None
