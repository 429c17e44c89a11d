"""Lets the person in who started the desk on this machine: by a link that works once, then by a cookie."""

import hmac
import secrets
import threading

from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from proofpress.entry.desk.visitors import Refused, Role, Visitor

ENTER = "/enter"
_USED = "This link was used already, or is not of this desk: `proofpress review` prints a new one."
_UNKNOWN = "The desk is open only to the browser that followed its link: `proofpress review` prints a new one."


class Invitations:
    """A gate on loopback.

    Every other program on the machine, and every web page whose name was made to point here, can reach the port: so the
    Host must be the desk's own, and the cookie one that was handed out for an invitation.
    """

    def __init__(self, name: str, port: int) -> None:
        self._name = name
        self._hosts = {f"{host}:{port}" for host in ("127.0.0.1", "localhost", "[::1]")}
        # Cookies are shared by all ports of a host: two desks must not overwrite each other's.
        self._cookie = f"proofpress-{port}"
        self._open = dict[str, str]()
        self._sessions = set[str]()
        self._lock = threading.Lock()

    def invite(self, to: str = "/") -> str:
        """The path of a link that lets one browser in, once, and leads it to a page."""
        token = secrets.token_urlsafe(32)
        with self._lock:
            self._open[token] = to
        return f"{ENTER}?token={token}"

    def admit(self, request: Request) -> Visitor | Response:
        """The person, or the exchange of a link for a cookie."""
        if request.host not in self._hosts:
            raise Refused(421, "This is not the address of the desk.")
        if request.path == ENTER:
            return self._entered(request.args.get("token", ""))
        session = request.cookies.get(self._cookie, "")
        if not self._knows(session):
            raise Refused(401, _UNKNOWN)
        return Visitor(self._name, Role.REVIEWER, session)

    def _entered(self, token: str) -> Response:
        with self._lock:
            to = self._open.pop(token, None)
            if to is None:
                raise Refused(401, _USED)
            session = secrets.token_urlsafe(32)
            self._sessions.add(session)
        answer = redirect(to, 303)
        answer.set_cookie(self._cookie, session, httponly=True, samesite="Strict")
        return answer

    def _knows(self, session: str) -> bool:
        return any(hmac.compare_digest(session.encode(), each.encode()) for each in tuple(self._sessions))
