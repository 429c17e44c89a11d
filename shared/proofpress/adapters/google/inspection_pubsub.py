"""What topics and subscriptions are like."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from proofpress.adapters.google.inspection import Inspector


@dataclass(frozen=True)
class FoundSubscription:
    """A subscription as it is set up. Times are seconds; what is not set is 0 or empty."""

    topic: str
    endpoint: str
    account: str
    """The service account that pushes are signed for."""
    ack_deadline: int
    dead_letters: str
    max_deliveries: int
    min_backoff: float
    max_backoff: float
    expires: bool
    """Whether Pub/Sub deletes it when nothing has happened for a while."""
    active: bool
    filtered: bool


def has_topic(inspector: Inspector, path: str) -> bool:
    """Whether a topic is there."""
    return inspector.get("pubsub", path) is not None


def topic_permissions(inspector: Inspector, path: str, wanted: list[str]) -> frozenset[str]:
    """Which of some permissions we have on a topic."""
    answer = inspector.post("pubsub", f"{path}:testIamPermissions", {"permissions": wanted})
    return frozenset(answer.body.get("permissions", ()) if answer else ())


def find_subscription(inspector: Inspector, path: str) -> FoundSubscription | None:
    """A subscription by its path; None where there is none."""
    answer = inspector.get("pubsub", path)
    return None if answer is None else _found(answer.body)


def _found(body: Mapping[str, Any]) -> FoundSubscription:
    push, dead, retry = (body.get(key, {}) for key in ("pushConfig", "deadLetterPolicy", "retryPolicy"))
    return FoundSubscription(
        topic=body.get("topic", ""),
        endpoint=push.get("pushEndpoint", ""),
        account=push.get("oidcToken", {}).get("serviceAccountEmail", ""),
        ack_deadline=int(body.get("ackDeadlineSeconds", 0)),
        dead_letters=dead.get("deadLetterTopic", ""),
        max_deliveries=int(dead.get("maxDeliveryAttempts", 0)),
        min_backoff=_seconds(retry.get("minimumBackoff", "")),
        max_backoff=_seconds(retry.get("maximumBackoff", "")),
        # Without a policy Pub/Sub applies its own, of 31 days; a policy without a time means never.
        expires="ttl" in body.get("expirationPolicy", {"ttl": ""}),
        active=body.get("state", "ACTIVE") == "ACTIVE",
        filtered=bool(body.get("filter")),
    )


def _seconds(duration: str) -> float:
    """Google's JSON form of a duration, as in `10s`."""
    return float(duration.removesuffix("s") or 0)
