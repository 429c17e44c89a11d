"""Downloads by signed URLs (V4): `/<bucket>/<object>?X-Goog-…`, as browsers use them.

Expiry and the presence of every parameter are checked. The signature itself is checked only where the server knows the
signer's public key; without one every signature is good.
"""

import re
from datetime import UTC, datetime, timedelta
from xml.sax.saxutils import escape

from proofpress.emulators.storage.downloads import download
from proofpress.emulators.storage.messages import Reply, Request
from proofpress.emulators.storage.refusals import Refused
from proofpress.emulators.storage.signatures import is_signed_by
from proofpress.emulators.storage.state import State

_PARAMETERS = ("Algorithm", "Credential", "Date", "Expires", "SignedHeaders", "Signature")
_LONGEST_SECONDS = 7 * 24 * 3600
_OVERRIDES = {"response-content-type": "Content-Type", "response-content-disposition": "Content-Disposition"}


class _Denied(Exception):
    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status, self.code, self.message = status, code, message


def get_signed(request: Request, state: State) -> Reply:
    """The bytes of an object to whoever has a good URL; errors are XML, as the real service's."""
    try:
        _check(request, state)
        return _with_overrides(request, download(request, state))
    except _Denied as denied:
        return _refusal(denied)
    except Refused as refused:
        missing = refused.status == 404  # noqa: PLR2004
        return _refusal(_Denied(refused.status, "NoSuchKey" if missing else "PreconditionFailed", refused.message))


def _check(request: Request, state: State) -> None:
    given = {name: request.query.get(f"X-Goog-{name}", "") for name in _PARAMETERS}
    if not any(given.values()):
        raise _Denied(403, "AccessDenied", "Access denied.")
    missing = [name for name, value in given.items() if not value]
    if missing:
        raise _Denied(400, "InvalidArgument", f"Missing: {', '.join(f'X-Goog-{name}' for name in missing)}")
    if given["Algorithm"] != "GOOG4-RSA-SHA256" or not given["Credential"].endswith("/storage/goog4_request"):
        raise _Denied(400, "InvalidArgument", "The algorithm or the scope of the credential is not known.")
    _check_time(given["Date"], given["Expires"])
    if state.signer is not None and not is_signed_by(state.signer, request):
        raise _Denied(403, "SignatureDoesNotMatch", "The request's signature is not the one that was calculated.")


def _check_time(date: str, expires: str) -> None:
    if not re.fullmatch(r"\d{8}T\d{6}Z", date) or not expires.isdecimal() or int(expires) > _LONGEST_SECONDS:
        raise _Denied(400, "InvalidArgument", "X-Goog-Date or X-Goog-Expires is invalid.")
    end = datetime.strptime(date, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC) + timedelta(seconds=int(expires))
    if datetime.now(UTC) > end:
        raise _Denied(400, "ExpiredToken", f"The request's signature expired at {end.isoformat()}.")


def _with_overrides(request: Request, reply: Reply) -> Reply:
    overrides = {header: request.query[name] for name, header in _OVERRIDES.items() if name in request.query}
    return Reply(reply.status, {**reply.headers, **overrides}, reply.body)


def _refusal(denied: _Denied) -> Reply:
    text = f"<Error><Code>{denied.code}</Code><Message>{escape(denied.message)}</Message></Error>"
    body = f"<?xml version='1.0' encoding='UTF-8'?>{text}".encode()
    return Reply(denied.status, {"Content-Type": "application/xml; charset=UTF-8"}, body)
