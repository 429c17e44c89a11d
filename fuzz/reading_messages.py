"""What the cloud delivers: HTTP bodies with envelopes, encoded events, names of objects, answers of the model."""

import base64
import json

from fuzz.target import Target
from proofpress.adapters.gemini_answers import picture_of, read_answer
from proofpress.adapters.objectnames import check_name
from proofpress.domain.errors import Drop, ModelRefused
from proofpress.domain.events import EVENTS, DraftAccepted, KeeperDelivered, Message, decode, encode
from proofpress.entry.cloud.envelope import Refused, parse

_PUSH = {
    "message": {
        "data": base64.b64encode(b'{"attempt": "b/i/0001"}').decode(),
        "attributes": {"ce-type": "dev.proofpress.draft.requested.v1", "ce-id": "1", "ce-specversion": "1.0"},
        "messageId": "7",
        "publishTime": "2026-01-01T00:00:00Z",
    },
    "subscription": "projects/p/subscriptions/s",
}
_STRUCTURED = {"specversion": "1.0", "id": "1", "type": "dev.proofpress.x.v1", "source": "//s", "data": {"bucket": "b"}}
_FORMS: tuple[dict[str, str], ...] = (
    {},
    {"content-type": "application/cloudevents+json"},
    {"ce-type": "x", "ce-id": "1", "ce-source": "s"},
)
_PIXEL = base64.b64encode(bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55")).decode()
_ANSWER = {
    "candidates": [
        {
            "content": {"parts": [{"inlineData": {"mimeType": "image/png", "data": _PIXEL}}, {"text": "hm"}]},
            "finishReason": "STOP",
        }
    ],
    "usageMetadata": {"promptTokenCount": 9, "candidatesTokenCount": 1120, "totalTokenCount": 1129},
}
_BLOCKED = {"promptFeedback": {"blockReason": "PROHIBITED_CONTENT"}, "usageMetadata": {"promptTokenCount": 9}}


def _read_envelope(data: bytes) -> None:
    for headers in _FORMS:
        try:
            parse(headers, data)
        except Refused as refusal:
            if refusal.status not in {400, 413, 415}:
                raise AssertionError(f"an odd refusal: {refusal.status}") from refusal


def _read_event(data: bytes) -> None:
    for kind in EVENTS:
        try:
            event = decode(Message(data=data, attributes={"ce-type": kind}))
        except Drop:
            continue
        if decode(encode(event)) != event:
            raise AssertionError(f"{event!r} is another one when it is read again")


def _read_name(data: bytes) -> None:
    name = data.decode("utf-8", "replace")
    check_name(name)
    if name.startswith("/") or any(part in {"", ".", ".."} for part in name.split("/")):
        raise AssertionError(f"{name!r} leads out of its bucket")


def _read_answer(data: bytes) -> None:
    picture_of(read_answer(data.decode("utf-8", "replace")), 0.1)


TARGETS = (
    Target("envelope", _read_envelope, (), tuple(json.dumps(each).encode() for each in (_PUSH, _STRUCTURED))),
    Target(
        "event",
        _read_event,
        (),
        (
            encode(DraftAccepted(attempt="b/i/0001")).data,
            encode(KeeperDelivered(attempt="a", objects=("x",), usd=1)).data,
        ),
    ),
    Target("name", _read_name, (ValueError,), (b"batch/item/0001.jpg", b"../x", b"a//b", b".hidden/x", b"a\\b")),
    Target("answer", _read_answer, (ModelRefused,), tuple(json.dumps(each).encode() for each in (_ANSWER, _BLOCKED))),
)
