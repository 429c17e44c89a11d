"""Requests to servers that a user named: photos, products, webhooks. See `addresses` for where none goes."""

import http.client
import os
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from functools import cached_property

from proofpress.adapters.addresses import Target, target_of
from proofpress.adapters.blotting import without_key
from proofpress.domain.errors import Drop, Retry, Stop
from proofpress.ports import Allowed

PRIVATE = "PROOFPRESS_PRIVATE_HOSTS"
"""Hosts in networks of one's own that may be asked all the same, separated by commas."""
_AGENT = "proofpress"
_CHUNK = 65_536
_ANSWER = 16_384
"""Bytes of a webhook's answer that are read."""
_LATER = frozenset({408, 425, 429})


class WebClient:
    """A Web over the standard library, for any number of threads. Every request is a connection of its own."""

    def __init__(self, environment: Mapping[str, str] | None = None) -> None:
        self._environment = os.environ if environment is None else environment

    def fetch(self, url: str, allowed: Allowed, headers: dict[str, str] | None = None) -> bytes:
        """The body of what lies at an address; Drop where it may not be had, Retry where it may be had later."""
        if url.startswith("gs://"):
            raise Drop(f"{url!r} is not read here: gs:// addresses are read by a deployment on Google Cloud only")
        target = target_of(url, allowed.hosts, self._private)
        sent = headers or {}
        with _hidden(sent), self._asked("GET", target, None, sent, allowed.seconds) as response:
            _check_status(response, url)
            return _body(response, url, allowed.max_bytes)

    def send(self, url: str, body: bytes, headers: dict[str, str], seconds: float) -> None:
        """Post a body and see it taken; raises as `fetch` does."""
        host = url.partition("://")[2].partition("/")[0].partition(":")[0]
        target = target_of(url, (host,), self._private)
        with self._asked("POST", target, body, headers, seconds) as response:
            response.read(_ANSWER)
            if not 200 <= response.status < 300:  # noqa: PLR2004
                _check_status(response, url)
                raise Retry(f"{url} answered {response.status}")

    def secret(self, name: str) -> str:
        """The value of an environment variable, without the end of line that files give it; Stop where it is none."""
        value = self._environment.get(name, "").strip()
        if not value:
            raise Stop(f"The environment variable {name} is not set: a campaign needs it.")
        if not value.isascii() or not value.isprintable():
            raise Stop(f"The environment variable {name} holds characters that no header can: set it to the key alone.")
        return value

    @cached_property
    def _private(self) -> frozenset[str]:
        return frozenset(filter(None, (each.strip() for each in self._environment.get(PRIVATE, "").split(","))))

    @contextmanager
    def _asked(
        self, method: str, target: Target, body: bytes | None, headers: Mapping[str, str], seconds: float
    ) -> Iterator[http.client.HTTPResponse]:
        """The answer to one request; once the time is over, the connection is cut wherever it stands."""
        connection = _Pinned(target, seconds)
        ending = threading.Timer(seconds, connection.cut)
        ending.daemon = True
        ending.start()
        try:
            shown = {"Host": _host_header(target), "User-Agent": _AGENT, "Accept-Encoding": "identity", **headers}
            connection.request(method, target.path, body, shown)
            with closing(connection.getresponse()) as response:
                yield response
            if connection.is_cut:
                raise Retry(f"{target.host} gave no whole answer within {seconds:g} s")
        except ssl.SSLCertVerificationError as error:
            raise Drop(f"{target.host} is not trusted: {error.verify_message}") from error
        except (OSError, http.client.HTTPException) as error:
            raise Retry(f"{target.host} gave no whole answer within {seconds:g} s: {error}") from error
        finally:
            ending.cancel()
            connection.close()


@contextmanager
def _hidden(headers: Mapping[str, str]) -> Iterator[None]:
    """Blot what was sent in headers out of a refusal: a server may say it back, and refusals are kept and shown."""
    try:
        yield
    except (Drop, Retry) as error:
        words = str(error)
        for word in (word for value in headers.values() for word in value.split()):
            words = without_key(words, word)
        if words == str(error):
            raise
        raise type(error)(words) from None


class _Pinned(http.client.HTTPConnection):
    """A connection to the very addresses that were looked at."""

    def __init__(self, target: Target, seconds: float) -> None:
        super().__init__(target.host, target.port, timeout=seconds)
        self._target = target
        self._live: socket.socket | None = None
        """The socket, which the base class hands over to the answer."""
        self.is_cut = False
        """Whether its time was over; to a reader that looks like the end of an answer."""

    def connect(self) -> None:
        """Try the addresses in turn."""
        failure: OSError = OSError("it has no address")
        for address in self._target.addresses:
            try:
                plain = socket.create_connection((address, self._target.port), self.timeout)
            except OSError as error:
                failure = error
                continue
            self.sock = self._live = plain
            if self._target.secure:
                self.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=self._target.host)
            self._live = self.sock
            return
        raise failure

    def cut(self) -> None:
        """End it under whoever is reading."""
        self.is_cut = True
        if self._live is not None:
            with suppress(OSError):
                self._live.shutdown(socket.SHUT_RDWR)


def _host_header(target: Target) -> str:
    usual = 443 if target.secure else 80
    return target.host if target.port == usual else f"{target.host}:{target.port}"


def _check_status(response: http.client.HTTPResponse, url: str) -> None:
    status = response.status
    if 300 <= status < 400:  # noqa: PLR2004
        raise Drop(f"{url} leads on to {response.headers.get('Location', 'elsewhere')!r}, which is not followed")
    if status in _LATER or status >= 500:  # noqa: PLR2004
        raise Retry(f"{url} answered {status}")
    if status >= 400:  # noqa: PLR2004
        raise Drop(f"{url} answered {status} {response.reason}")


def _body(response: http.client.HTTPResponse, url: str, limit: int) -> bytes:
    if response.status != 200 or response.headers.get("Content-Encoding", "identity") != "identity":  # noqa: PLR2004
        raise Drop(f"{url} answered {response.status} in a form that was not asked for")
    too_much = Drop(f"{url} has more than {limit / 1e6:g} MB")
    if (response.length or 0) > limit:
        raise too_much
    declared, pieces, size = response.length, [], 0
    while piece := response.read(_CHUNK):
        size += len(piece)
        if size > limit:
            raise too_much
        pieces.append(piece)
    if declared is not None and size < declared:
        raise Retry(f"{url} broke off after {size} of {declared} bytes")
    return b"".join(pieces)
