"""Somebody who listens on the official Pub/Sub emulator."""

import time
from dataclasses import dataclass
from typing import Any

import httpx2

NO_MORE_SECONDS = 0.5
SOME_MORE_SECONDS = 15
"""Longer than an answer takes on a busy machine: what a call that was given up would have brought comes late, or not at all."""


@dataclass(frozen=True)
class Topic:
    """A topic and its subscription, in a project of the test's own."""

    http: httpx2.Client
    project: str
    name: str = "changes"

    def create(self) -> None:
        """Make the topic and its subscription."""
        path = f"projects/{self.project}"
        self.http.put(f"{path}/topics/{self.name}", json={}).raise_for_status()
        body = {"topic": f"{path}/topics/{self.name}"}
        self.http.put(f"{path}/subscriptions/{self.name}", json=body).raise_for_status()

    def take(self, number: int) -> list[dict[str, Any]]:
        """Wait for so many messages, and make sure that there are no more."""
        messages: list[dict[str, Any]] = []
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            found = self._pull(SOME_MORE_SECONDS if len(messages) < number else NO_MORE_SECONDS)
            messages += found
            if not found and len(messages) >= number:
                break
        assert len(messages) == number
        return messages

    def _pull(self, seconds: float) -> list[dict[str, Any]]:
        path = f"projects/{self.project}/subscriptions/{self.name}"
        try:
            answer = self.http.post(f"{path}:pull", json={"maxMessages": 1000}, timeout=seconds)
        except httpx2.ReadTimeout:
            return []
        received = answer.raise_for_status().json().get("receivedMessages", [])
        if received:
            ids = [each["ackId"] for each in received]
            self.http.post(f"{path}:acknowledge", json={"ackIds": ids}).raise_for_status()
        return [each["message"] for each in received]
