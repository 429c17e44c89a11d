"""The desk as a WSGI application: which request gets which answer, and who gets any."""

import logging
from collections.abc import Iterable
from typing import TYPE_CHECKING

from werkzeug.exceptions import BadRequest, HTTPException
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Request, Response

from proofpress.domain.errors import ProofpressError
from proofpress.entry.desk import pages
from proofpress.entry.desk.headers import guarded
from proofpress.entry.desk.room import Room
from proofpress.entry.desk.views import Views
from proofpress.entry.desk.visitors import Refused, Visitor

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

_log = logging.getLogger(__name__)

_RULES = (
    ("/", "home", "GET"),
    ("/b/<batch>", "batch", "GET"),
    ("/b/<batch>/frames.json", "frames", "GET"),
    ("/b/<batch>/live", "live", "GET"),
    ("/d/<path:key>", "draft", "GET"),
    ("/thumb/<path:key>", "small", "GET"),
    ("/full/<path:key>", "whole", "GET"),
    ("/final-thumb/<path:key>", "small_final", "GET"),
    ("/final/<path:key>", "final", "GET"),
    ("/decide", "decide", "POST"),
    ("/b/<batch>/decisions", "upload", "POST"),
    ("/static/<version>/<name>", "static", "GET"),
)


class Desk:
    """The application. Requests may come on any number of threads."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._views = Views(room)
        # Slashes that are doubled or encoded are somebody's mischief, and not corrected.
        rules = [Rule(path, endpoint=name, methods=[method]) for path, name, method in _RULES]
        self._map = Map(rules, merge_slashes=False, strict_slashes=True)

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer as WSGI has it."""
        request = Request(environ)
        answer = self.answer(request)
        answer.call_on_close(request.close)
        return answer(environ, start_response)

    def close(self) -> None:
        """End the live pages; their threads let go of the ledger soon after."""
        self._views.close()

    def answer(self, request: Request) -> Response:
        """Answer a request, whatever happens."""
        try:
            answer = self._answer(request)
        except Refused as error:
            answer = _sorry(request, error.status, str(error))
        except HTTPException as error:
            answer = _sorry(request, error.code or 500, error.description or error.name)
        except ProofpressError as error:
            _log.exception("%s failed", request.path)
            answer = _sorry(request, 503, str(error))
        except Exception:  # noqa: BLE001 - the reader is told nothing of what nobody foresaw
            _log.exception("%s failed", request.path)
            answer = _sorry(request, 500, "The log says what went wrong.")
        return guarded(answer, self._room.policy)

    def _answer(self, request: Request) -> Response:
        if not request.query_string.isascii():
            raise BadRequest("The query is not written as a query is: in ASCII.")
        routed = self._map.bind_to_environ(request.environ)
        if request.path.startswith("/static/"):
            _, values = routed.match()
            return self._views.static(request, **values)
        if self._room.gate is None:
            raise Refused(403, "This desk is closed.")
        visitor = self._room.gate.admit(request)
        if not isinstance(visitor, Visitor):
            return visitor
        name, values = routed.match()
        answer: Response = getattr(self._views, name)(request, visitor, **values)
        if visitor.cookie is not None:
            visitor.cookie(answer)
        return answer


def _sorry(request: Request, status: int, words: str) -> Response:
    """An error for the script where it asked, a page for people else."""
    if request.method == "POST" and request.mimetype == "application/json":
        return Response(words, status, mimetype="text/plain")
    return Response(pages.render("sorry.html", status=status, words=words), status, mimetype="text/html")
