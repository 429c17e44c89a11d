"""Webhooks are believed only when they are signed, fresh and new."""

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta

import pytest

from proofpress.domain.errors import BadInput
from proofpress.domain.webhooks import WINDOW, Forged, Recent, WebhookEvent, verify

# The example of the Standard Webhooks specification, whose signature is given there.
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"  # noqa: S105 - an example
SAMPLE_BODY = b'{"test": 2432232314}'
SAMPLE = {
    "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
    "webhook-timestamp": "1614265330",
    "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
}
NOW = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)
BODY = json.dumps({"type": "batch.succeeded", "version": "v1", "data": {"id": "b1", "output_file_uri": "f"}}).encode()


def signed(body: bytes = BODY, secret: str = SECRET, sent: datetime = NOW) -> dict[str, str]:
    moment = str(int(sent.timestamp()))
    key = base64.b64decode(secret.removeprefix("whsec_"))
    digest = hmac.digest(key, b"msg_1." + moment.encode() + b"." + body, hashlib.sha256)
    signature = f"v1,{base64.b64encode(digest).decode()}"
    return {"Webhook-Id": "msg_1", "Webhook-Timestamp": moment, "Webhook-Signature": signature}


def test_a_signed_webhook_is_an_event() -> None:
    event = verify(signed(), BODY, [SECRET], NOW)
    assert event == WebhookEvent(id="msg_1", type="batch.succeeded", sent=NOW, job="b1", output="f")
    assert event.is_about_jobs


def test_the_signature_of_the_specification_is_ours() -> None:
    sent = datetime.fromtimestamp(1614265330, UTC)
    # It is signed, and its body is no event: only the second is complained about.
    with pytest.raises(Forged, match="is signed and says nothing"):
        verify(SAMPLE, SAMPLE_BODY, [SECRET], sent)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {**signed(), "Webhook-Signature": ""},
        {**signed(), "Webhook-Signature": "v1,AAAA"},
        {**signed(), "Webhook-Signature": signed()["Webhook-Signature"].replace("v1,", "v2,")},
        {**signed(), "Webhook-Signature": "eyJhbGciOiJSUzI1NiJ9.e30.c2ln"},
        {**signed(), "Webhook-Id": "msg_2"},
        {**signed(), "Webhook-Timestamp": "1"},
        signed(body=BODY + b" "),
        signed(secret="whsec_" + base64.b64encode(b"another").decode()),
    ],
    ids=["bare", "unsigned", "wrong", "version", "token", "id", "time", "body", "secret"],
)
def test_what_is_not_signed_by_us_is_forged(headers: dict[str, str]) -> None:
    with pytest.raises(Forged, match="fits none of our secrets"):
        verify(headers, BODY, [SECRET], NOW)


def test_nothing_is_believed_without_a_secret() -> None:
    with pytest.raises(Forged):
        verify(signed(), BODY, [], NOW)


def test_two_secrets_are_valid_while_one_takes_the_others_place() -> None:
    new = "whsec_" + base64.b64encode(b"the new one").decode()
    both = [new, SECRET]
    assert verify(signed(), BODY, both, NOW) == verify(signed(secret=new), BODY, both, NOW)
    old, other = signed()["Webhook-Signature"], signed(secret=new)["Webhook-Signature"]
    assert verify({**signed(), "Webhook-Signature": f"{old} {other}"}, BODY, [new], NOW)


@pytest.mark.parametrize("away", [WINDOW + timedelta(seconds=1), -WINDOW - timedelta(seconds=1)])
def test_a_webhook_from_another_time_is_a_replay(away: timedelta) -> None:
    with pytest.raises(Forged, match="replay"):
        verify(signed(), BODY, [SECRET], NOW + away)


@pytest.mark.parametrize("away", [WINDOW, -WINDOW])
def test_clocks_may_differ_by_as_much_as_the_window(away: timedelta) -> None:
    assert verify(signed(), BODY, [SECRET], NOW + away)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"type": 1}', b'{"data": {}}'])
def test_a_signed_body_that_is_no_event_is_dropped(body: bytes) -> None:
    with pytest.raises(Forged, match="says nothing that can be read"):
        verify(signed(body), body, [SECRET], NOW)


def test_events_of_other_work_are_told_apart() -> None:
    body = b'{"type": "video.generated", "data": {"id": "v"}}'
    assert not verify(signed(body), body, [SECRET], NOW).is_about_jobs


@pytest.mark.parametrize("secret", ["whsec_?", "whsec_", ""])
def test_a_secret_that_is_none_is_the_deployments_fault(secret: str) -> None:
    with pytest.raises(BadInput, match="secret of the webhook"):
        verify(signed(), BODY, [secret], NOW)


def test_a_duplicate_is_told_for_as_long_as_it_would_be_believed() -> None:
    event, recent = verify(signed(), BODY, [SECRET], NOW), Recent()
    assert recent.is_new(event, NOW)
    assert not recent.is_new(event, NOW)
    assert not recent.is_new(event, NOW + WINDOW)
    assert recent.is_new(event.model_copy(update={"id": "msg_2"}), NOW)
    assert recent.is_new(event, NOW + WINDOW + timedelta(seconds=1))
