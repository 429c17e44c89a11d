"""Delivers one message of the in-process bus, and judges how that went."""

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from proofpress.adapters.local.parcel import Delivery, Parcel
from proofpress.adapters.local.redelivery import Redelivery
from proofpress.domain.dead_letters import dead_letter_id
from proofpress.domain.errors import Drop, ModelRefused, Retry, Stop
from proofpress.domain.events import Event, decode
from proofpress.domain.records import DeadLetter
from proofpress.ports import Clock, Topic

Handler = Callable[[Event, Delivery], None]

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Courier:
    """Knows every topic's handler, and what to do when one fails."""

    handlers: Mapping[Topic, Handler]
    dead_letter: Callable[[DeadLetter], None]
    clock: Clock
    redelivery: Redelivery

    def deliver(self, parcel: Parcel) -> float | None:
        """Deliver once; return the seconds until the next delivery, None where the message is done with.

        Raises the handler's Stop, and whatever keeps a dead letter from being recorded.
        """
        parcel.deliveries += 1
        try:
            self.handlers[parcel.topic](decode(parcel.message), parcel.delivery)
        except Stop:
            raise
        except Drop as error:
            self._bury(parcel, error)
        except Exception as error:  # noqa: BLE001  whatever it is, the message must not be lost
            return self._postpone_or_bury(parcel, error)
        return None

    def _postpone_or_bury(self, parcel: Parcel, error: Exception) -> float | None:
        delay = self.redelivery.delay_after(parcel, error, time.monotonic())
        if delay is None:
            self._bury(parcel, error)
            return None
        expected = isinstance(error, Retry | ModelRefused)
        level, traceback = (logging.DEBUG, None) if expected else (logging.WARNING, error)
        words = "%s on %s comes again in %.2f s: %s"
        _log.log(level, words, parcel.subject, parcel.topic, delay, error, exc_info=traceback)
        return delay

    def _bury(self, parcel: Parcel, error: Exception) -> None:
        _log.error("%s on %s is a dead letter: %s", parcel.subject, parcel.topic, error, exc_info=error)
        key = dead_letter_id(parcel.topic, parcel.message.attributes)
        reason = f"{type(error).__name__}: {error}"
        letter = DeadLetter.of(key, parcel.topic, parcel.message, reason, parcel.deliveries, self.clock.now())
        self.dead_letter(letter)
