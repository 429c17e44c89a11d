"""Webhooks as the Gemini API sends them: a thin message, signed by the rules of standardwebhooks.com."""

import base64
import hashlib
import hmac
import json
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from uuid import uuid4

import httpx2

from proofpress.simulator.batches.files import timestamp
from proofpress.simulator.batches.job import Job, Phase

_TRIES = 3
_PAUSE = 0.2
_TYPES = {
    Phase.SUCCEEDED: "batch.succeeded",
    Phase.FAILED: "batch.failed",
    Phase.CANCELLED: "batch.cancelled",
    Phase.EXPIRED: "batch.expired",
}


@dataclass(frozen=True)
class Webhook:
    """One registered listener and its secret, which begins with whsec_."""

    url: str
    secret: str

    def send(self, job: Job, *, times: int) -> list[int]:
        """Tell of a job's end, so many times with one id; the statuses of the answers, 0 where none came."""
        kind = _TYPES.get(job.phase)
        if kind is None:
            return []
        data = {"id": job.id} | ({"output_file_uri": job.output} if job.output else {})
        message = {"type": kind, "version": "v1", "timestamp": timestamp(datetime.now(UTC)), "data": data}
        body, message_id = json.dumps(message).encode(), f"msg_{uuid4().hex}"
        return [self._delivered(message_id, body) for _ in range(times)]

    def _delivered(self, message_id: str, body: bytes) -> int:
        status = 0
        for _ in range(_TRIES):
            status = self._post(message_id, body)
            if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
                break
            time.sleep(_PAUSE)
        return status

    def _post(self, message_id: str, body: bytes) -> int:
        moment = str(int(time.time()))
        headers = {
            "content-type": "application/json",
            "webhook-id": message_id,
            "webhook-timestamp": moment,
            "webhook-signature": f"v1,{self._signature(message_id, moment, body)}",
        }
        try:
            return httpx2.post(self.url, content=body, headers=headers, timeout=10.0).status_code
        except httpx2.RequestError:
            return 0

    def _signature(self, message_id: str, moment: str, body: bytes) -> str:
        key = base64.b64decode(self.secret.removeprefix("whsec_"))
        signed = f"{message_id}.{moment}.".encode() + body
        return base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
