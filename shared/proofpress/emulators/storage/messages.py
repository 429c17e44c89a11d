"""Requests and replies."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from email.message import Message
from typing import Any, BinaryIO

from proofpress.emulators.storage.body import PIECE, Body
from proofpress.emulators.storage.partial import select
from proofpress.emulators.storage.refusals import Refused, invalid, required


@dataclass(frozen=True)
class Request:
    """What a client asks for."""

    method: str
    path: str
    """As it was sent, percent signs included."""
    query: Mapping[str, str]
    query_string: str
    headers: Message
    body: Body
    base: str
    """Scheme, host and port by which the client called."""
    names: Mapping[str, str] = field(default_factory=dict)
    """The parts of the path that its route names, decoded."""

    @property
    def bucket(self) -> str:
        """The bucket that the path names."""
        return self.names["bucket"]

    @property
    def object(self) -> str:
        """The object that the path names."""
        return self.names["object"]

    def need(self, parameter: str) -> str:
        """A parameter that may not be missing or empty."""
        if not self.query.get(parameter):
            raise required(parameter)
        return self.query[parameter]

    def number(self, parameter: str) -> int | None:
        """A parameter that is a whole number, or None where it is not given."""
        text = self.query.get(parameter)
        try:
            return None if text is None else int(text)
        except ValueError as error:
            raise invalid(f"Invalid value for parameter {parameter}: {text}") from error

    def resource(self) -> dict[str, Any]:
        """The body as a JSON object; an empty body is an empty object."""
        return parse_object(self.body.whole() or b"{}")


def parse_object(text: bytes) -> dict[str, Any]:
    """A JSON object; Refused for anything else."""
    try:
        found = json.loads(text)
    except ValueError as error:
        raise Refused(400, "parseError", "Parse Error") from error
    if not isinstance(found, dict):
        raise Refused(400, "parseError", "Parse Error")
    return found


@dataclass(frozen=True)
class FilePart:
    """Bytes of an open file; whoever has the part closes the file."""

    file: BinaryIO
    start: int
    length: int

    def pieces(self) -> Iterator[bytes]:
        """The bytes, as many at a time as may be held in memory."""
        self.file.seek(self.start)
        left = self.length
        while left and (data := self.file.read(min(left, PIECE))):
            left -= len(data)
            yield data


@dataclass(frozen=True)
class Reply:
    """What the client gets."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | FilePart = b""

    @property
    def length(self) -> int:
        """Of the body, in bytes."""
        return len(self.body) if isinstance(self.body, bytes) else self.body.length

    def close(self) -> None:
        """Let go of the file, if there is one."""
        if isinstance(self.body, FilePart):
            self.body.file.close()


JSON = {"Content-Type": "application/json; charset=UTF-8"}


def answer(request: Request, resource: dict[str, Any]) -> Reply:
    """A resource as JSON: the part of it that the request's `fields` name, or all."""
    return Reply(200, JSON, json.dumps(select(resource, request.query.get("fields", ""))).encode())


def refusal(refused: Refused) -> Reply:
    """An error; 304 has no body."""
    return Reply(refused.status, JSON, b"" if refused.status == 304 else refused.as_json())  # noqa: PLR2004
