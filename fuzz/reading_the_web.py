"""What other servers are asked for, and what they answer: addresses of photos, HTTP, the photos themselves."""

import atexit
import hashlib
import ipaddress
import json
import socket
import threading
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest import mock
from zlib import crc32

import httpx2

from fuzz.reading_pictures import seeds
from fuzz.target import Target
from proofpress.adapters.addresses import target_of
from proofpress.adapters.web import PRIVATE, WebClient
from proofpress.domain.campaigns.spec import CampaignSpec
from proofpress.domain.errors import Drop, Retry
from proofpress.domain.events import ShopEventReceived
from proofpress.domain.records import Campaign, Product
from proofpress.ports import Allowed, Bucket
from proofpress.stages.campaigns.hearing import hear
from proofpress.stages.campaigns.photos import fetched
from proofpress.stages.campaigns.reading import spec_of
from tests.support.shops import CAMPAIGN, Shop, news

_PHOTO = "https://cdn.example/x"
_HOSTS = ("cdn.example", "*.shop.example", "8.8.8.8")
_ADDRESSES = (
    "8.8.8.8", "127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "fd00::1", "2001:4860:4860::8888", "::ffff:10.0.0.1",
    "64:ff9b::7f00:1", "224.0.0.1", "100.64.0.1", "2002:7f00:1::",
)  # fmt: skip
"""What names mean here; a name has two of them."""


def _look(data: bytes) -> None:
    """Whom an address leads to is one that was allowed, everybody's, and the one that any other reader would ask."""
    url = data.decode("utf-8", "surrogateescape")
    with mock.patch("socket.getaddrinfo", _resolved):
        target = target_of(url, _HOSTS, frozenset())
    host = target.host.lower()
    if host not in ("cdn.example", "8.8.8.8") and not host.endswith(".shop.example"):
        raise AssertionError(f"{url!r} leads to {target.host!r}, which nobody allowed")
    if not target.secure or target.port != 443 or not target.addresses:  # noqa: PLR2004 - of https
        raise AssertionError(f"{url!r} is asked at port {target.port}")
    for address in map(ipaddress.ip_address, target.addresses):
        if not address.is_global or address.is_private or address.is_loopback or address.is_link_local:
            raise AssertionError(f"{url!r} leads to {address}")
    if not target.path.startswith("/") or any(ord(each) <= ord(" ") for each in target.path):
        raise AssertionError(f"{url!r} is asked for as {target.path!r}")
    _check_others(url, host)


def _check_others(url: str, host: str) -> None:
    """Another library reads the same host out of it, or nothing."""
    try:
        other = httpx2.URL(url).host
    except httpx2.InvalidURL:
        return
    if other.lower().rstrip(".") != host:
        raise AssertionError(f"{url!r} leads to {host!r} for us and to {other!r} for others")


def _resolved(host: str, port: int, **_: object) -> list[Any]:
    """Two addresses that follow from a name, or none; figures mean themselves."""
    try:
        return [(0, 0, 0, "", (str(ipaddress.ip_address(host)), port))]
    except ValueError:
        pass
    place = crc32(host.encode("utf-8", "surrogateescape"))
    if place % 5 == 0:
        raise socket.gaierror(host)
    chosen = (_ADDRESSES[0], _ADDRESSES[6]) if place % 2 else (_ADDRESSES[place % 12], _ADDRESSES[place // 12 % 12])
    return [(0, 0, 0, "", (address, port)) for address in chosen]


_URLS = (
    b"https://cdn.example/photo.jpg?v=2",
    b"https://a.b.shop.example:443/p/%2e%2e/x#top",
    b"https://8.8.8.8/x",
    b"https://cdn.example@evil.example/",
    b"https://cdn.example%2eevil.example/",
    b"https://CDN.example./x",
    b"https://cdn.example\\@evil.example/x",
    b"https://[::ffff:127.0.0.1]/x",
    b"https://127.1/x",
    b"https:///cdn.example/x",
    b"gs://bucket/x",
)


@cache
def _server() -> tuple[str, list[bytes]]:
    """A server that answers every request with the bytes that it is given; its place, and those bytes."""
    listening = socket.create_server(("127.0.0.1", 0))
    answers = [b""]
    threading.Thread(target=_serve, args=(listening, answers), daemon=True).start()
    return f"127.0.0.1:{listening.getsockname()[1]}", answers


def _serve(listening: socket.socket, answers: list[bytes]) -> None:
    while True:
        connection, _ = listening.accept()
        with connection:
            try:
                connection.recv(65_536)
                connection.sendall(answers[0])
            except OSError:
                continue


def _fetch(data: bytes) -> None:
    """A body as long as it may be, and as long as it says; or a refusal."""
    place, answers = _server()
    answers[0] = data
    allowed = Allowed((place.partition(":")[0],), (), 1_000, 2.0)
    body = WebClient({PRIVATE: place}).fetch(f"http://{place}/x", allowed)
    if len(body) > allowed.max_bytes:
        raise AssertionError(f"{len(body)} bytes, and {allowed.max_bytes} are allowed")
    if body and body not in data and b"chunked" not in data.lower():
        raise AssertionError("a body that nobody sent")


_ANSWERS = (
    b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Type: image/png\r\n\r\nbytes",
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nbytes\r\n0\r\n\r\n",
    b"HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/\r\n\r\n",
    b"HTTP/1.0 200\r\n\r\n" + b"x" * 1_001,
    b"HTTP/1.1 429 Slow\r\nContent-Length: -1\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 99999999999999999999\r\n\r\n\x1f\x8b",
    b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 206 Partial\r\n\r\n",
)


@cache
def _shop() -> tuple[Shop, CampaignSpec, Product]:
    """A shop whose product has a photo, in a folder that ends with the process."""
    folder = TemporaryDirectory(prefix="fuzz-")
    atexit.register(folder.cleanup)
    text = CAMPAIGN.replace('colour: "variants[0].option1"', 'colour: "variants[0].option1", photo: photo')
    shop = Shop(Path(folder.name), f"{text}photos: {{variables: photo, hosts: [cdn.example]}}\n")
    hear(ShopEventReceived(text=json.dumps(news(fields={"photo": _PHOTO}))), shop.ports)
    campaign = shop.ledger.get(Campaign, "autumn")
    if campaign is None:
        raise AssertionError("the campaign that was just added is not there")
    return shop, spec_of(shop.ports, campaign), shop.product()


def _take(data: bytes) -> None:
    """A photo that is taken lies in the inbox, byte for byte, under its hash; one that is refused does not."""
    shop, spec, product = _shop()
    shop.web.pages[_PHOTO] = data
    try:
        (photo,) = fetched(shop.ports, spec, product)
    except Drop:
        if shop.store.names(Bucket.INBOX, "photos/"):
            raise AssertionError("a photo that was refused and kept all the same") from None
        raise
    kept = shop.store.get(Bucket.INBOX, photo.reference.object_name)
    shop.store.delete(Bucket.INBOX, photo.reference.object_name)
    if kept != data or photo.reference.sha256 != hashlib.sha256(data).hexdigest() or photo.reference.size != len(data):
        raise AssertionError("a photo that is another one once it was kept")


TARGETS = (
    Target("photo-url", _look, (Drop, Retry), _URLS),
    Target("http-answer", _fetch, (Drop, Retry), _ANSWERS),
    Target("photo", _take, (Drop,), seeds()),
)
