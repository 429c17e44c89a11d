"""The web: servers that a user named, and the secrets that they ask for."""

from dataclasses import dataclass
from typing import Protocol

from proofpress.domain.errors import Stop


@dataclass(frozen=True)
class Allowed:
    """What may be fetched: hosts by https, `*.` before one for all below it; buckets by `gs://`."""

    hosts: tuple[str, ...] = ()
    buckets: tuple[str, ...] = ()
    max_bytes: int = 7_000_000
    seconds: float = 20.0
    """For everything, from the name's resolution to the last byte."""


class Web(Protocol):
    """Requests to servers that a user named. None leads to a private address, or on to another server."""

    def fetch(self, url: str, allowed: Allowed, headers: dict[str, str] | None = None) -> bytes:
        """The body of what lies at an address.

        Raises:
            Drop: the address is not allowed, or its server refuses for good; the message says which.
            Retry: it may be had later.
        """

    def send(self, url: str, body: bytes, headers: dict[str, str], seconds: float) -> None:
        """Post a body and see it taken; raises as `fetch` does."""

    def secret(self, name: str) -> str:
        """The value of a secret by its name; Stop where this process was not given it."""


class NoWeb:
    """For processes that ask nobody."""

    def fetch(self, url: str, allowed: Allowed, headers: dict[str, str] | None = None) -> bytes:
        """Refuse."""
        del allowed, headers
        raise Stop(f"{url}: this process must not ask other servers")

    def send(self, url: str, body: bytes, headers: dict[str, str], seconds: float) -> None:
        """Refuse."""
        del body, headers, seconds
        raise Stop(f"{url}: this process must not ask other servers")

    def secret(self, name: str) -> str:
        """Refuse."""
        raise Stop(f"{name}: this process has no secrets of others")
