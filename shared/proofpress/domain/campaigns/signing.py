"""Signatures of webhooks, by https://www.standardwebhooks.com: HMAC-SHA256 over id, time and body."""

import binascii
import hashlib
import hmac
from base64 import b64decode, b64encode
from datetime import datetime

from proofpress.domain.errors import Stop

_MARK = "whsec_"


def signed_headers(secret: str, message_id: str, moment: datetime, body: bytes) -> dict[str, str]:
    """The headers of a message; Stop for a secret that is none. It is base64 behind `whsec_`, or any other text."""
    seconds = str(int(moment.timestamp()))
    signed = b".".join((message_id.encode(), seconds.encode(), body))
    digest = hmac.new(_key(secret), signed, hashlib.sha256).digest()
    return {
        "content-type": "application/cloudevents+json",
        "webhook-id": message_id,
        "webhook-timestamp": seconds,
        "webhook-signature": f"v1,{b64encode(digest).decode()}",
    }


def _key(secret: str) -> bytes:
    if not secret.startswith(_MARK):
        return secret.encode()
    try:
        return b64decode(secret.removeprefix(_MARK), validate=True)
    except (binascii.Error, ValueError) as error:
        raise Stop(f"The webhook's secret begins with {_MARK}, but what follows is no base64.") from error
