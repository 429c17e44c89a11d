"""Webhooks of the Gemini API: who sent them, when, and what they say.

Signed by the rules of standardwebhooks.com with the secret of a webhook that is registered for the project
(ai.google.dev, Webhooks). Webhooks named in a single job are signed otherwise, by a token that is not said to cover the
body; we ask for none. What a webhook says is a knock at the door, no fact: whoever hears it looks at the jobs.
"""

import base64
import binascii
import hashlib
import hmac
import threading
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from proofpress.domain.errors import BadInput, Drop

WINDOW = timedelta(minutes=5)
"""How far a webhook's time may be from ours, either way; ai.google.dev, Webhooks, names five minutes."""
_PREFIX = "whsec_"


class Forged(Drop):
    """A webhook that its sender cannot have sent, or not now: answer 400 and believe nothing in it."""


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str = ""
    output_file_uri: str = ""


class _Body(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    type: str
    data: _Data = Field(default_factory=_Data)


class WebhookEvent(BaseModel):
    """A webhook that its sender signed."""

    model_config = ConfigDict(frozen=True)

    id: str
    """The same for every delivery of one event."""
    type: str
    """Such as batch.succeeded."""
    sent: AwareDatetime
    job: str = ""
    """What it is about, in the service's words; not said to be a job's name."""
    output: str = ""

    @property
    def is_about_jobs(self) -> bool:
        """Whether some job of the batch lane has come to its end."""
        return self.type.startswith("batch.")


def verify(headers: Mapping[str, str], body: bytes, secrets: Iterable[str], now: datetime) -> WebhookEvent:
    """The event of a webhook, from its headers and the bytes of its body as they came.

    `secrets` are all that are valid, of which there are two while one takes the other's place.

    Raises:
        Forged: a header is missing, no secret fits, it comes too late or too early, or it is no event.
        BadInput: a secret is none.
    """
    given = {name.lower(): value for name, value in headers.items()}
    event_id, moment = given.get("webhook-id", ""), given.get("webhook-timestamp", "")
    signed = f"{event_id}.{moment}.".encode() + body
    wanted = [hmac.digest(_key(secret), signed, hashlib.sha256) for secret in secrets]
    if not event_id or not _is_signed(given.get("webhook-signature", ""), wanted):
        raise Forged("a webhook whose signature fits none of our secrets")
    sent = _time(moment)
    if abs(now - sent) > WINDOW:
        raise Forged(f"the webhook {event_id} was sent at {sent:%H:%M:%S}, too far from {now:%H:%M:%S}: a replay?")
    try:
        said = _Body.model_validate_json(body)
    except ValidationError as error:
        raise Forged(f"the webhook {event_id} is signed and says nothing that can be read: {error}") from error
    return WebhookEvent(id=event_id, type=said.type, sent=sent, job=said.data.id, output=said.data.output_file_uri)


class Recent:
    """Which webhooks came already, for as long as `verify` lets them through; safe to share between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ends: dict[str, datetime] = {}

    def is_new(self, event: WebhookEvent, now: datetime) -> bool:
        """Whether an event comes for the first time."""
        with self._lock:
            self._ends = {event_id: end for event_id, end in self._ends.items() if end >= now}
            if event.id in self._ends:
                return False
            self._ends[event.id] = event.sent + WINDOW
            return True


def _key(secret: str) -> bytes:
    try:
        key = base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadInput("The secret of the webhook is none: it is whsec_ and base64, as it was shown once.") from error
    if not key:
        raise BadInput("The secret of the webhook is empty: give the one that was shown when it was registered.")
    return key


def _is_signed(header: str, wanted: list[bytes]) -> bool:
    """Whether one of the header's signatures, which spaces part, is one of those that are wanted."""
    fits = False
    for entry in header.split():
        version, _, text = entry.partition(",")
        for each in wanted if version == "v1" else ():
            fits |= hmac.compare_digest(text.encode(), base64.b64encode(each))
    return fits


def _time(moment: str) -> datetime:
    try:
        return datetime.fromtimestamp(int(moment), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise Forged(f"a webhook that was sent at {moment!r}, which is no time") from error
