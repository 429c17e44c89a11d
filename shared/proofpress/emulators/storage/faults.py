"""Faults on order: which of the coming requests fail, and how."""

from collections.abc import Iterable
from enum import StrEnum
from threading import Lock
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter


class Do(StrEnum):
    """What a fault does to a request."""

    STATUS = "status"
    """Answer with an error, and do nothing."""
    DELAY = "delay"
    """Do it later."""
    RESET = "reset"
    """Reset the connection, and do nothing."""
    LOSE = "lose"
    """Do it, and reset the connection instead of answering."""
    TRUNCATE = "truncate"
    """Answer with half of the body, and close the connection."""
    CORRUPT = "corrupt"
    """Answer with one wrong byte in the middle of the body."""


class Fault(BaseModel):
    """An order: from the nth request that fits, so many times."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    do: Do
    method: str = ""
    """Empty: any."""
    path: str = "/"
    """How the path begins, percent signs included."""
    contains: str = ""
    """Something in the path or the query, such as `alt=media` or `upload_id=`."""
    nth: int = Field(default=1, ge=1)
    times: int = Field(default=1, ge=1)
    status: int = Field(default=503, ge=400, le=599)
    retry_after: int = Field(default=0, ge=0)
    """Seconds, for a status's header; 0: it has none."""
    seconds: float = Field(default=1.0, ge=0)
    """How long a delay takes."""

    def fits(self, method: str, target: str) -> bool:
        """Whether the order is about such a request."""
        return self.method in ("", method) and target.startswith(self.path) and self.contains in target


FAULTS = TypeAdapter(tuple[Fault, ...])


class _Order:
    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        self.seen = 0
        self.met = 0

    @property
    def unmet(self) -> int:
        return self.fault.times - self.met


class Faults:
    """All orders, in the order they were given; a request meets at most one of them."""

    def __init__(self) -> None:
        self._orders: list[_Order] = []
        self._lock = Lock()

    def script(self, faults: Iterable[Fault]) -> None:
        """Order more faults."""
        with self._lock:
            self._orders += map(_Order, faults)

    def due(self, method: str, target: str) -> Fault | None:
        """The fault that a request meets; counts the request for every order that it fits."""
        with self._lock:
            fitting = [order for order in self._orders if order.fault.fits(method, target)]
            for order in fitting:
                order.seen += 1
            met = next((order for order in fitting if order.seen >= order.fault.nth and order.unmet), None)
            if met is None:
                return None
            met.met += 1
            return met.fault

    def unmet(self) -> list[Fault]:
        """The orders that were not met as often as they should be."""
        with self._lock:
            return [order.fault for order in self._orders if order.unmet]

    def report(self) -> list[dict[str, Any]]:
        """Every order with its account, as plain JSON data."""
        with self._lock:
            return [
                {**order.fault.model_dump(mode="json"), "seen": order.seen, "met": order.met, "unmet": order.unmet}
                for order in self._orders
            ]

    def clear(self) -> None:
        """Drop all orders."""
        with self._lock:
            self._orders.clear()
