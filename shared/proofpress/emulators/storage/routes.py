"""Which operation a method and a path mean."""

import re
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import unquote

from proofpress.emulators.storage import buckets, control, copying, downloads, listing, notifying, objects
from proofpress.emulators.storage.messages import Reply, Request
from proofpress.emulators.storage.refusals import Refused, invalid
from proofpress.emulators.storage.resumable import cancel
from proofpress.emulators.storage.signed import get_signed
from proofpress.emulators.storage.state import State
from proofpress.emulators.storage.uploads import upload

Operation = Callable[[Request, State], Reply]

_B = "/storage/v1/b"
_BUCKET = f"{_B}/(?P<bucket>[^/]+)"
_OBJECT = f"{_BUCKET}/o/(?P<object>[^/]+)"
_FROM = f"{_B}/(?P<from_bucket>[^/]+)/o/(?P<from_object>[^/]+)"
_TO = "b/(?P<bucket>[^/]+)/o/(?P<object>[^/]+)"
_NOTIFICATION = f"{_BUCKET}/notificationConfigs/(?P<notification>[^/]+)"

_PATTERNS: tuple[tuple[str, str, Operation], ...] = (
    ("POST", f"/upload{_BUCKET}/o", upload),
    ("PUT", f"/upload{_BUCKET}/o", upload),
    ("DELETE", f"/upload{_BUCKET}/o", cancel),
    ("GET", f"(?:/download)?{_OBJECT}", downloads.get),
    ("PATCH", _OBJECT, objects.patch),
    ("DELETE", _OBJECT, objects.delete),
    ("GET", f"{_BUCKET}/o", listing.list_objects),
    ("POST", f"{_OBJECT}/compose", copying.compose),
    ("POST", f"{_FROM}/copyTo/{_TO}", copying.copy),
    ("POST", f"{_FROM}/rewriteTo/{_TO}", copying.rewrite),
    ("POST", _B, buckets.insert),
    ("GET", _B, buckets.list_buckets),
    ("GET", _BUCKET, buckets.describe),
    ("PATCH", _BUCKET, buckets.patch),
    ("DELETE", _BUCKET, buckets.delete),
    ("GET", f"{_BUCKET}/iam/testPermissions", buckets.permissions),
    ("POST", f"{_BUCKET}/notificationConfigs", notifying.insert),
    ("GET", f"{_BUCKET}/notificationConfigs", notifying.list_all),
    ("GET", _NOTIFICATION, notifying.describe),
    ("DELETE", _NOTIFICATION, notifying.delete),
    ("POST", f"{control.PREFIX}faults", control.order_faults),
    ("GET", f"{control.PREFIX}faults", control.report_faults),
    ("DELETE", f"{control.PREFIX}faults", control.clear_faults),
    ("GET", f"{control.PREFIX}announcements", control.count_announcements),
    ("GET", "/(?!storage/|upload/|download/|_)(?P<bucket>[^/]+)/(?P<object>.+)", get_signed),
)
_ROUTES = tuple((method, re.compile(pattern), operation) for method, pattern, operation in _PATTERNS)


def perform(request: Request, state: State) -> Reply:
    """Carry a request out; Refused where the server knows no such operation, or the operation refuses."""
    for method, pattern, operation in _ROUTES:
        found = pattern.fullmatch(request.path) if method == request.method else None
        if found:
            return operation(replace(request, names=_decoded(found.groupdict())), state)
    raise Refused(404, "notFound", f"This server does not know {request.method} {request.path}.")


def _decoded(names: dict[str, str]) -> dict[str, str]:
    try:
        return {name: unquote(value, errors="strict") for name, value in names.items()}
    except UnicodeDecodeError as error:
        raise invalid("The path is not valid UTF-8.") from error
