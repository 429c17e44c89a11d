"""Who is at the desk, what they may do, and how their browser proves that it is them who ask."""

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from werkzeug.wrappers import Request, Response


class Role(StrEnum):
    """What a visitor may do."""

    REVIEWER = "reviewer"
    VIEWER = "viewer"
    """Looks, and decides nothing."""


@dataclass(frozen=True)
class Visitor:
    """Somebody who was let in."""

    name: str
    """Signs their decisions."""
    role: Role
    session: str
    """A secret that only their browser knows, in a cookie."""
    cookie: Callable[[Response], None] | None = None
    """Sets that cookie, where they do not have it yet."""

    @property
    def token(self) -> str:
        """What every request that changes something must bring, besides the cookie: pages of others cannot read it."""
        return hmac.digest(self.session.encode(), b"proofpress desk", hashlib.sha256).hex()

    @property
    def decides(self) -> bool:
        """Whether they may decide."""
        return self.role is Role.REVIEWER


class Refused(Exception):
    """Nobody whom the desk lets in, or nothing that it lets them do; the message is for their eyes."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status = status


class Gate(Protocol):
    """Lets visitors in."""

    def admit(self, request: Request) -> Visitor | Response:
        """The visitor, or an answer that leads them on; Refused for anybody else."""


def check_ours(request: Request, visitor: Visitor, token: str) -> None:
    """Refused unless a request that changes something was made by a page of ours that this visitor has open."""
    origin = request.headers.get("Origin")
    if origin is not None and origin.partition("://")[2] != request.host:
        raise Refused(403, "This was asked for by another site.")
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        raise Refused(403, "This was asked for by another site.")
    if not hmac.compare_digest(token.encode(), visitor.token.encode()):
        raise Refused(403, "This page is from an earlier session: load it again.")
    if not visitor.decides:
        raise Refused(403, "You may look, and not decide: ask for the role of a reviewer.")
