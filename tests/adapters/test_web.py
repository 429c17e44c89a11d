"""Requests to servers that a user named: only to those allowed, only to everybody's addresses, within size and time."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest

from proofpress.adapters.addresses import Target, is_public, target_of
from proofpress.adapters.web import PRIVATE, WebClient, _Pinned
from proofpress.domain.errors import Drop, Retry, Stop
from proofpress.ports import Allowed

HERE = Allowed(hosts=("127.0.0.1",), max_bytes=1_000, seconds=5)


class Handler(BaseHTTPRequestHandler):
    """Answers by path."""

    posted: ClassVar[list[tuple[bytes, str]]] = []

    def do_GET(self) -> None:
        match self.path:
            case "/photo":
                self.answer(200, b"pixels")
            case "/large":
                self.answer(200, b"x" * 2_000)
            case "/endless":
                self.send_response(200)
                self.end_headers()
                self.wfile.write(b"x" * 2_000)
            case "/cut":
                self.send_response(200)
                self.send_header("Content-Length", "500")
                self.end_headers()
                self.wfile.write(b"x")
            case "/slow":
                self.send_response(200)
                self.end_headers()
                with suppress(OSError):
                    for _ in range(40):
                        self.wfile.write(b"x")
                        time.sleep(0.1)
            case "/elsewhere":
                self.send_response(302)
                self.send_header("Location", "http://169.254.169.254/latest/meta-data")
                self.end_headers()
            case "/busy":
                self.answer(503, b"")
            case path:
                self.echo({"/echo": 302, "/reason": 403}.get(path, 404))

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.posted.append((body, self.headers["webhook-id"]))
        self.answer(204 if self.path == "/hook" else 500, b"")

    def echo(self, status: int) -> None:
        """Say back what the caller proved itself by."""
        token = self.headers["X-Auth-Token"]
        self.send_response(status, f"{token} may not")
        self.send_header("Location", f"https://evil.example/?token={token}")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        """Say nothing."""


@contextmanager
def server() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as here:
        thread = threading.Thread(target=here.serve_forever)
        thread.start()
        try:
            yield f"127.0.0.1:{here.server_port}"
        finally:
            here.shutdown()
            thread.join()


@pytest.fixture(scope="module")
def place() -> Iterator[str]:
    with server() as found:
        yield found


@pytest.fixture
def web(place: str) -> WebClient:
    return WebClient({PRIVATE: place, "SHOP_KEY": "k"})


def test_what_lies_at_an_allowed_address_is_fetched(web: WebClient, place: str) -> None:
    assert web.fetch(f"http://{place}/photo", HERE) == b"pixels"


@pytest.mark.parametrize(
    ("path", "error", "words"),
    [
        ("/large", Drop, "more than 0.001 MB"),
        ("/endless", Drop, "more than 0.001 MB"),
        ("/cut", Retry, "broke off after 1 of 500 bytes"),
        ("/elsewhere", Drop, "leads on to 'http://169.254.169.254/latest/meta-data', which is not followed"),
        ("/busy", Retry, "answered 503"),
        ("/missing", Drop, "answered 404"),
    ],
)
def test_what_is_no_whole_answer_of_the_right_size_is_refused(
    web: WebClient, place: str, path: str, error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        web.fetch(f"http://{place}{path}", HERE)


def test_a_server_that_sends_a_byte_now_and_then_is_cut_off(web: WebClient, place: str) -> None:
    with pytest.raises(Retry, match=r"no whole answer within 0\.5 s"):
        web.fetch(f"http://{place}/slow", Allowed(("127.0.0.1",), max_bytes=1_000, seconds=0.5))


def test_a_host_of_ones_own_network_is_asked_only_where_somebody_says_so(place: str) -> None:
    with pytest.raises(Drop, match="only https addresses are"):
        WebClient({}).fetch(f"http://{place}/photo", HERE)
    with pytest.raises(Drop, match="is not a public one"):
        WebClient({}).fetch("https://localhost/photo", Allowed(hosts=("localhost",)))


def test_a_message_is_posted_and_one_that_is_not_taken_comes_again(web: WebClient, place: str) -> None:
    web.send(f"http://{place}/hook", b"{}", {"webhook-id": "1"}, 5)
    assert Handler.posted[-1] == (b"{}", "1")
    with pytest.raises(Retry, match="answered 500"):
        web.send(f"http://{place}/broken", b"{}", {"webhook-id": "2"}, 5)


def test_a_secret_is_read_from_the_environment_or_asked_for_by_its_name(web: WebClient) -> None:
    assert web.secret("SHOP_KEY") == "k"
    with pytest.raises(Stop, match="OTHER_KEY is not set"):
        web.secret("OTHER_KEY")


def test_the_end_of_line_that_a_file_of_secrets_has_is_not_the_secrets() -> None:
    assert WebClient({"SHOP_KEY": "k\n"}).secret("SHOP_KEY") == "k"


@pytest.mark.parametrize("value", ["a key\r\nHost: evil.example", "schl\u00fcssel-des-ladens"])
def test_a_secret_that_no_header_can_hold_is_refused_without_being_named(value: str) -> None:
    with pytest.raises(Stop, match="SHOP_KEY holds characters") as refusal:
        WebClient({"SHOP_KEY": value}).secret("SHOP_KEY")
    assert value[-8:] not in str(refusal.value)


@pytest.mark.parametrize("path", ["/echo", "/reason"])
def test_a_server_that_says_our_secret_back_does_not_make_us_tell_it(web: WebClient, place: str, path: str) -> None:
    with pytest.raises(Drop) as refusal:
        web.fetch(f"http://{place}{path}", HERE, {"X-Auth-Token": "Bearer canary-of-a-shop"})
    assert "[hidden]" in str(refusal.value)
    assert "canary" not in str(refusal.value)
    assert refusal.value.__cause__ is None
    assert refusal.value.__suppress_context__


def test_buckets_are_read_by_a_deployment_only(web: WebClient) -> None:
    with pytest.raises(Drop, match="gs:// addresses are read by a deployment"):
        web.fetch("gs://bucket/photo.jpg", HERE)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("https://evil.example/x", "'evil.example' is not among those allowed"),
        ("https://cdn.example.evil.example/x", "not among those allowed"),
        ("http://cdn.example/x", "only https"),
        ("ftp://cdn.example/x", "only https"),
        ("https://user:password@cdn.example/x", "a user name or a password"),
        ("https://cdn.example:8443/x", "only port 443"),
        ("https://cdn.example:99999/x", "is no address"),
        ("https://cdn.example/a b", "is no address"),
        ("https://cdn.exämple/x", "is no address"),
        ("https://[::1]/x", "not among those allowed"),
        ("https://a^.shop.example/x", "no plain name"),
        ("https://a%2e.shop.example/x", "no plain name"),
        ("https://a;b.shop.example/x", "no plain name"),
        ("https:///x", "only https"),
        ("", "only https"),
    ],
)
def test_an_address_that_is_not_allowed_is_refused_before_anybody_is_asked(url: str, words: str) -> None:
    with pytest.raises(Drop, match=words):
        target_of(url, ("cdn.example", "*.shop.example"), frozenset())


@pytest.mark.parametrize(
    "literal",
    ["127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.9.9", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1"],  # noqa: S104
)
def test_an_address_in_figures_is_looked_at_like_a_name(literal: str) -> None:
    with pytest.raises(Drop, match="is not a public one"):
        target_of(f"https://{literal}/x", (literal,), frozenset())


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2001:4860:4860::8888", True),
        ("::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:8.8.8.8", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
        ("255.255.255.255", False),
        ("no address", False),
    ],
)
def test_only_what_is_everybodys_is_public(address: str, *, public: bool) -> None:
    assert is_public(address) is public


def test_the_connection_goes_to_the_address_that_was_looked_at_whatever_its_name_means_by_then(place: str) -> None:
    host, _, port = place.partition(":")
    connection = _Pinned(Target("photos.invalid", int(port), "/photo", secure=False, addresses=(host,)), 5)
    connection.request("GET", "/photo")
    assert connection.getresponse().read() == b"pixels"
    connection.close()


@pytest.mark.parametrize("host", ["a.shop.example", "b.a.shop.example"])
def test_a_star_allows_what_is_below_a_host_and_not_the_host(host: str) -> None:
    with pytest.raises(Retry, match="cannot be resolved"):
        target_of(f"https://{host}/", ("*.shop.example",), frozenset())
    with pytest.raises(Drop, match="not among those allowed"):
        target_of("https://shop.example/", ("*.shop.example",), frozenset())
