"""Transient failures of Firestore are tried again in place, a few times; then the message goes back to the queue."""

import time
from collections.abc import Callable, Iterator
from random import SystemRandom
from typing import TypeVar

from google.api_core.exceptions import GoogleAPICallError
from google.api_core.retry import Retry as ClientRetry

from proofpress.adapters.google.transient import TRANSIENT
from proofpress.domain.errors import Retry

T = TypeVar("T")

TRIES = 7
BASE_SECONDS = 0.1
"""The longest first pause. It doubles each time, so that an outage of about six seconds is waited for."""

ONCE = ClientRetry(predicate=lambda _error: False)
"""Given to every call of the client, whose own retries would hide a commit that was applied and not answered."""

_random = SystemRandom()


def pauses() -> Iterator[None]:
    """One step for every try, after a pause with full jitter behind each but the last."""
    for failed in range(TRIES):
        yield
        if failed < TRIES - 1:
            time.sleep(_random.uniform(0, BASE_SECONDS * 2**failed))


def given_up(error: GoogleAPICallError | None) -> Retry:
    """What to raise after the last try."""
    return Retry(f"Firestore failed {TRIES} times in a row: {error}")


def retried(call: Callable[[], T]) -> T:
    """What a reading call returns; Retry where every try failed."""
    last = None
    for _ in pauses():
        try:
            return call()
        except TRANSIENT as error:
            last = error
    raise given_up(last) from last
