"""Topics, and the subscriptions that push them to the functions."""

from collections.abc import Iterator, Mapping
from functools import partial

from proofpress.adapters.google.inspection import Inspector
from proofpress.adapters.google.inspection_functions import FoundFunction
from proofpress.adapters.google.inspection_pubsub import (
    FoundSubscription,
    find_subscription,
    has_topic,
    topic_permissions,
)
from proofpress.entry.checks.check import Check, failed, ok, warning
from proofpress.entry.cloud.checks.buckets import MAKE
from proofpress.entry.cloud.checks.unchecked import answered, on_emulators
from proofpress.entry.cloud.settings import CloudSettings
from proofpress.entry.cloud.topology import DEAD_LETTERS, DEAD_LETTERS_READER, FUNCTION_TIMEOUT, PUSHES, Push
from proofpress.ports import Topic

PUBLISH = "pubsub.topics.publish"

_Functions = Mapping[str, FoundFunction] | None
"""By their names; None where they cannot be looked at."""


def check_messaging(inspector: Inspector, settings: CloudSettings, functions: _Functions) -> Iterator[Check]:
    """Each topic and each subscription of the deployment."""
    yield from answered("topics", MAKE, lambda: _topics(inspector, settings))
    for push in PUSHES:
        name = f"subscription {push.function}-{push.topic}"
        path, uri = settings.subscription(push), _uri(settings, functions, push.function)
        yield from answered(name, MAKE, partial(_subscription, inspector, settings, name, path, push, uri))
    name, path = f"subscription {DEAD_LETTERS}", settings.subscription(DEAD_LETTERS)
    uri = _uri(settings, functions, DEAD_LETTERS_READER)
    yield from answered(name, MAKE, partial(_subscription, inspector, settings, name, path, None, uri))


def _topics(inspector: Inspector, settings: CloudSettings) -> Iterator[Check]:
    wanted = [settings.topic(topic) for topic in (*Topic, DEAD_LETTERS)]
    missing = [path for path in wanted if not has_topic(inspector, path)]
    for path in missing:
        yield failed("topics", f"there is no {path}", f"gcloud pubsub topics create {path}")
    if not missing:
        yield ok("topics", f"all {len(wanted)} are there")
    if not inspector.answers_for("cloudresourcemanager"):
        yield on_emulators("right to publish")
        return
    # To the dead letters only Pub/Sub itself publishes.
    ours = [path for path in wanted[:-1] if path not in missing]
    mute = [path for path in ours if not topic_permissions(inspector, path, [PUBLISH])]
    for path in mute:
        grant = f"gcloud pubsub topics add-iam-policy-binding {path} --role=roles/pubsub.publisher --member=user:YOU"
        yield warning("right to publish", f"not on {path}: what is decided here waits for the next sweep", grant)
    if not mute:
        yield ok("right to publish", "on every topic")


def _uri(settings: CloudSettings, functions: _Functions, function: object) -> str:
    """Where a function is; empty where that is not known."""
    found = (functions or {}).get(f"{settings.prefix}-{function}")
    return found.uri if found else ""


def _subscription(
    inspector: Inspector, settings: CloudSettings, name: str, path: str, push: Push | None, uri: str
) -> Iterator[Check]:
    """`push` is None for that of the dead letters, whose messages have nowhere else to go."""
    found = find_subscription(inspector, path)
    if found is None:
        yield failed(name, f"there is no {path}: its messages are lost", MAKE)
        return
    topic = settings.topic(push.topic if push else DEAD_LETTERS)
    faults = [*_source(name, path, found, topic), *_target(inspector, name, path, found, uri)]
    faults += _patience(name, path, found)
    if push:
        faults += _dead_letters(name, path, found, push, settings.topic(DEAD_LETTERS))
        faults += _backoff(name, path, found, push)
    yield from faults or [ok(name, f"pushes to {found.endpoint}")]


def _source(name: str, path: str, found: FoundSubscription, topic: str) -> Iterator[Check]:
    if found.topic != topic:
        yield failed(name, f"reads {found.topic}, not {topic}", f"gcloud pubsub subscriptions delete {path}; {MAKE}")
    if found.filtered:
        yield failed(name, "has a filter, which drops messages", f"gcloud pubsub subscriptions delete {path}; {MAKE}")


def _target(inspector: Inspector, name: str, path: str, found: FoundSubscription, uri: str) -> Iterator[Check]:
    modify = f"gcloud pubsub subscriptions update {path}"
    if not found.endpoint:
        yield failed(name, "pushes to nobody", f"{modify} --push-endpoint={uri or 'URL'}")
    elif uri and found.endpoint.rstrip("/") != uri.rstrip("/"):
        words = f"pushes to {found.endpoint}, but the function is at {uri}"
        yield failed(name, words, f"{modify} --push-endpoint={uri}")
    if inspector.answers_for("cloudresourcemanager") and found.endpoint and not found.account:
        words = "does not sign its pushes, which the function must refuse"
        yield failed(name, words, f"{modify} --push-endpoint={found.endpoint} --push-auth-service-account=ACCOUNT")
    if not found.active:
        yield failed(name, "is switched off by Pub/Sub", f"gcloud pubsub subscriptions describe {path}")


def _patience(name: str, path: str, found: FoundSubscription) -> Iterator[Check]:
    modify = f"gcloud pubsub subscriptions update {path}"
    if found.ack_deadline <= FUNCTION_TIMEOUT:
        words = f"sends a message again after {found.ack_deadline} s, while its function may still work on it"
        yield failed(name, words, f"{modify} --ack-deadline=600")
    if found.expires:
        words = "is deleted by Pub/Sub when nobody uses it for a month"
        yield warning(name, words, f"{modify} --expiration-period=never")


def _dead_letters(name: str, path: str, found: FoundSubscription, push: Push, topic: str) -> Iterator[Check]:
    update = (
        f"gcloud pubsub subscriptions update {path} --dead-letter-topic={topic} "
        f"--max-delivery-attempts={push.max_deliveries}"
    )
    if found.dead_letters != topic:
        yield failed(name, "does not give its dead letters to the topic for them", update)
    elif found.max_deliveries != push.max_deliveries:
        words = f"gives a message up after {found.max_deliveries} tries, not {push.max_deliveries}"
        yield warning(name, words, update)


def _backoff(name: str, path: str, found: FoundSubscription, push: Push) -> Iterator[Check]:
    wanted = push.min_backoff, push.max_backoff
    if (found.min_backoff, found.max_backoff) != wanted:
        words = f"waits {found.min_backoff:g} to {found.max_backoff:g} s between tries, not {wanted[0]} to {wanted[1]}"
        update = f"--min-retry-delay={wanted[0]}s --max-retry-delay={wanted[1]}s"
        yield warning(name, words, f"gcloud pubsub subscriptions update {path} {update}")
