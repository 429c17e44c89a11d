"""Which addresses may be asked: hosts that a user allowed, and never a network that is not everybody's.

A name is resolved once and every address that it has is looked at; the connection is then made to one of those very
addresses, so that a name that means another machine a moment later leads nowhere.
"""

import ipaddress
import re
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from proofpress.domain.errors import Drop, Retry

_HTTPS = 443
_LONGEST = 2_000
_PLAIN = re.compile(r"[A-Za-z0-9_.-]+|[0-9A-Fa-f:.]+")
_NAT64 = ipaddress.ip_network("64:ff9b::/96")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True)
class Target:
    """A server, and what is asked of it."""

    host: str
    port: int
    path: str
    secure: bool
    addresses: tuple[str, ...]
    """Of the host, each looked at; connections go to these."""


def target_of(url: str, hosts: tuple[str, ...], private: frozenset[str]) -> Target:
    """The server of an address.

    `private` are hosts, as `name` or `name:port`, that somebody who runs this process trusts wherever they are, and may
    be asked without encryption.

    Raises:
        Drop: it may not be asked.
        Retry: its name cannot be resolved now.
    """
    shown = url[:200]
    if len(url) > _LONGEST or not url.isascii() or not url.isprintable() or " " in url:
        raise Drop(f"{shown!r} is no address: write it in ASCII, without spaces")
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError as error:
        raise Drop(f"{shown!r} is no address: {error}") from error
    trusted = host in private or f"{host}:{port}" in private
    secure = parts.scheme == "https"
    if not host or not (secure or (trusted and parts.scheme == "http")):
        raise Drop(f"{shown!r} is not asked: only https addresses are")
    if not _PLAIN.fullmatch(host):
        raise Drop(
            f"{shown!r} is not asked: {host!r} is no plain name of a host, and others may read another out of it"
        )
    if parts.username is not None or parts.password is not None:
        raise Drop(f"{shown!r} is not asked: it holds a user name or a password")
    if not any(_matches(host, pattern) for pattern in hosts):
        raise Drop(
            f"{shown!r} is not asked: the host {host!r} is not among those allowed ({', '.join(hosts) or 'none'})"
        )
    if not trusted and port not in (None, _HTTPS):
        raise Drop(f"{shown!r} is not asked: only port {_HTTPS} is")
    path = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
    reached = port or (_HTTPS if secure else 80)
    return Target(host, reached, path, secure, _resolved(host, reached, trusted=trusted))


def _matches(host: str, pattern: str) -> bool:
    host, pattern = host.lower(), pattern.lower()
    return host.endswith(pattern[1:]) if pattern.startswith("*.") else host == pattern


def _resolved(host: str, port: int, *, trusted: bool) -> tuple[str, ...]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Retry(f"the name {host!r} cannot be resolved: {error}") from error
    addresses = tuple(dict.fromkeys(str(entry[4][0]) for entry in found))
    refused = [each for each in addresses if not trusted and not is_public(each)]
    if refused or not addresses:
        raise Drop(f"{host!r} is not asked: its address {', '.join(refused) or '(none)'} is not a public one")
    return addresses


def is_public(address: str) -> bool:
    """Whether an address is everybody's: not private, local, reserved, multicast, or a wrapping of such a one."""
    try:
        found: Address = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return all(each.is_global and not each.is_multicast and not each.is_reserved for each in (found, *_wrapped(found)))


def _wrapped(address: Address) -> tuple[Address, ...]:
    """The IPv4 addresses that an IPv6 address stands for."""
    if isinstance(address, ipaddress.IPv4Address):
        return ()
    inside = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if address in _NAT64:
        inside.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return tuple(each for each in inside if each is not None)
