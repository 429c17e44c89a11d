"""Sends what lies in the outbox to Pub/Sub, by the REST interface that its emulator has as well."""

import json
import sys
import time
from itertools import groupby
from threading import Thread

import httpx2

from proofpress.emulators.storage.index import Index
from proofpress.emulators.storage.outbox import Outbox

_AT_ONCE = 100
_PAUSE_SECONDS = 0.5
"""How long a message waits after Pub/Sub did not take it, or could not be reached."""


class Publisher:
    """A thread that sends messages until it is stopped; what it could not send is sent after the next start."""

    def __init__(self, index: Index, outbox: Outbox, host: str) -> None:
        self._index = index
        self._outbox = outbox
        self._client = httpx2.Client(base_url=f"http://{host}/v1/", timeout=10.0, trust_env=False)
        self._over = False
        self._refusals: set[str] = set()
        self._thread = Thread(target=self._run, name="storage notifications", daemon=True)

    def start(self) -> None:
        """Begin to send."""
        self._thread.start()

    def stop(self) -> None:
        """Finish the call that is under way, and send no more."""
        self._over = True
        self._outbox.filled.set()
        self._thread.join()
        self._client.close()

    def _run(self) -> None:
        while True:
            self._outbox.filled.clear()
            if self._over:
                return
            due = self._due()
            for topic, messages in groupby(due, key=lambda row: row[1]):
                self._send(topic, [(number, message) for number, _, message in messages])
            if not due:
                self._outbox.filled.wait(self._wait())

    def _due(self) -> list[tuple[int, str, str]]:
        query = "SELECT id, topic, message FROM announcements WHERE due <= ? ORDER BY due LIMIT ?"
        with self._index.reading() as db:
            rows = db.execute(query, (time.time(), _AT_ONCE)).fetchall()
        return sorted(((row["id"], row["topic"], row["message"]) for row in rows), key=lambda row: row[1])

    def _wait(self) -> float | None:
        """Seconds until the next message is due; None where there is none."""
        with self._index.reading() as db:
            (due,) = db.execute("SELECT min(due) FROM announcements").fetchone()
        return None if due is None else max(0.0, due - time.time())

    def _send(self, topic: str, messages: list[tuple[int, str]]) -> None:
        body = {"messages": [json.loads(message) for _, message in messages]}
        try:
            answer = self._client.post(f"{topic}:publish", json=body)
            refusal = "" if answer.is_success else f"{answer.status_code} {answer.text.strip()}"
        except httpx2.TransportError as error:
            refusal = repr(error)
        change = "UPDATE announcements SET due = :later" if refusal else "DELETE FROM announcements"
        later = time.time() + _PAUSE_SECONDS
        with self._index.transaction() as db:
            db.executemany(f"{change} WHERE id = :id", [{"id": number, "later": later} for number, _ in messages])
        self._tell(topic, refusal)

    def _tell(self, topic: str, refusal: str) -> None:
        """Say once that a topic takes nothing, until it takes something."""
        if not refusal:
            self._refusals.discard(topic)
        elif topic not in self._refusals:
            self._refusals.add(topic)
            sys.stderr.write(f"Pub/Sub does not take the notifications for {topic}; trying on: {refusal}\n")
