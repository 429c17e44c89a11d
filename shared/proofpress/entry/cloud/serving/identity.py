"""Who a request to the desk comes from, as Google has signed it: nothing else that a request says is believed."""

import secrets
from dataclasses import dataclass

from werkzeug.wrappers import Request, Response

from proofpress.adapters.google.tokens import GOOGLE, IAP, Issuer, Keys, Untrusted, Verifier
from proofpress.entry.cloud.settings import CloudSettings
from proofpress.entry.desk.visitors import Refused, Role, Visitor

COOKIE = "__Host-proofpress"
_ASSERTION = "x-goog-iap-jwt-assertion"
_BEARER = "Bearer "
_REMOVED = "SIGNATURE_REMOVED_BY_GOOGLE"
_SHORTEST = 32
"""Characters of a session that can be one of ours."""

_NOBODY = (
    "Nobody is known to have sent this. Put Identity-Aware Proxy before the desk, as docs/desk.md tells, or open it on your "
    "own machine: proofpress review --on cloud."
)


@dataclass(frozen=True)
class Roles:
    """Who may do what: addresses, or `@` and a domain for everybody there."""

    reviewers: frozenset[str]
    viewers: frozenset[str]

    def of(self, email: str) -> Role | None:
        """The role of an address; None for those who have none."""
        named = {email, f"@{email.rpartition('@')[2]}"}
        if named & self.reviewers:
            return Role.REVIEWER
        return Role.VIEWER if named & self.viewers else None


@dataclass(frozen=True)
class IdentityGate:
    """Lets in whom Google's signature names, and whom the deployment gives a role."""

    assertions: Verifier
    tokens: Verifier
    roles: Roles

    def admit(self, request: Request) -> Visitor:
        """The visitor; Refused for anybody else."""
        email = self._email(request)
        role = self.roles.of(email)
        if role is None:
            raise Refused(403, f"{email} has no role at this desk: ask to be named among its reviewers or viewers.")
        return visitor_of(request, email, role)

    def _email(self, request: Request) -> str:
        bearer = request.headers.get("Authorization", "")
        try:
            if assertion := request.headers.get(_ASSERTION):
                return self.assertions.email(assertion)
            if bearer.startswith(_BEARER) and not bearer.endswith(_REMOVED):
                return self.tokens.email(bearer.removeprefix(_BEARER))
        except Untrusted as error:
            raise Refused(401, f"The token that came along proves nothing: {error}.") from error
        raise Refused(401, _NOBODY)


class OnEmulators:
    """Lets everybody in where nothing is real: no emulator knows who anybody is."""

    def admit(self, request: Request) -> Visitor:
        """A reviewer."""
        return visitor_of(request, "somebody@emulator.invalid", Role.REVIEWER, "proofpress", secure=False)


def visitor_of(request: Request, name: str, role: Role, cookie: str = COOKIE, *, secure: bool = True) -> Visitor:
    """A visitor with the session of their browser, or a new one.

    The identity comes with every request; the session only ties orders to a page that this browser has loaded.
    """
    session = request.cookies.get(cookie, "")
    if len(session) >= _SHORTEST:
        return Visitor(name, role, session)
    made = secrets.token_urlsafe(32)

    def keep(answer: Response) -> None:
        answer.set_cookie(cookie, made, secure=secure, httponly=True, samesite="Strict", path="/")

    return Visitor(name, role, made, keep)


def identity_gate(settings: CloudSettings, iap: Issuer = IAP, google: Issuer = GOOGLE) -> IdentityGate:
    """The gate of a deployment; tests bring issuers of their own."""
    audiences = tuple(_listed(settings.desk_audiences))
    return IdentityGate(
        assertions=Verifier(iap, audiences, Keys(iap.keys)),
        tokens=Verifier(google, audiences, Keys(google.keys)),
        roles=Roles(
            frozenset(map(str.lower, _listed(settings.desk_reviewers))),
            frozenset(map(str.lower, _listed(settings.desk_viewers))),
        ),
    )


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]
