"""A relay between Google's unmodified client and the Firestore emulator, which spoils calls as a test asks.

Messages pass through as they are; FIRESTORE_EMULATOR_HOST leads the client here.
"""

import random
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from enum import StrEnum
from types import TracebackType
from typing import Any, NamedTuple, Self

import grpc  # type: ignore[import-untyped]

_OPTIONS = [("grpc.max_send_message_length", -1), ("grpc.max_receive_message_length", -1)]
_SECONDS = 30.0
_THREADS = 100


class Fault(StrEnum):
    """What becomes of a call."""

    UNREACHED = "the server does not get it"
    LOST = "the server does it, and the end of its answer is lost"
    ABORTED = "the server does nothing, in favour of somebody else"


class Said(NamedTuple):
    """What is answered in the server's place."""

    code: grpc.StatusCode
    words: str


Spoil = Callable[[str], Fault | Said | None]
"""Is given the name of a method that is called, and may do something before the server gets it."""


def by_chance(seed: str, probability: float) -> Spoil:
    """Faults at random."""
    chance, lock = random.Random(seed), threading.Lock()

    def spoil(_method: str) -> Fault | None:
        with lock:
            return chance.choice(list(Fault)) if chance.random() < probability else None

    return spoil


def in_turn(method: str, *faults: Fault | Said | None) -> Spoil:
    """Faults for the next calls of one method."""
    waiting, lock = list(faults), threading.Lock()

    def spoil(called: str) -> Fault | Said | None:
        with lock:
            return waiting.pop(0) if called == method and waiting else None

    return spoil


class Relay(grpc.GenericRpcHandler):  # type: ignore[misc]
    """Listens on a port of its own while its context lasts."""

    def __init__(self, emulator: str) -> None:
        self.spoil: Spoil = lambda _method: None
        self.calls: list[tuple[str, bytes]] = []
        """Method and request of every call that arrived."""
        self._channel = grpc.insecure_channel(emulator, options=_OPTIONS)
        self._server = grpc.server(ThreadPoolExecutor(_THREADS), handlers=[self], options=_OPTIONS)
        self.host = f"127.0.0.1:{self._server.add_insecure_port('127.0.0.1:0')}"

    def __enter__(self) -> Self:
        self._server.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._server.stop(None).wait()
        self._channel.close()

    def count(self, method: str) -> int:
        """How often a method was called."""
        return [called for called, _ in self.calls].count(method)

    def repeat(self, place: int) -> None:
        """Let a call that arrived, and went no further, reach the server after all."""
        method, data = self.calls[place]
        call = self._channel.unary_unary(f"/google.firestore.v1.Firestore/{method}")
        call(data, timeout=_SECONDS, metadata=[("authorization", "Bearer owner")])

    def service(self, details: Any) -> Any:
        """The handler of one call."""
        path = details.method
        if path.endswith("/Commit"):
            return grpc.unary_unary_rpc_method_handler(
                lambda data, context: next(self._passed(path, self._channel.unary_unary, data, context))
            )
        return grpc.unary_stream_rpc_method_handler(
            lambda data, context: self._passed(path, self._channel.unary_stream, data, context)
        )

    def _passed(self, path: str, way: Any, data: bytes, context: Any) -> Iterator[bytes]:
        method = path.rpartition("/")[2]
        self.calls.append((method, data))
        fault = self.spoil(method)
        if isinstance(fault, Said):
            context.abort(*fault)
        if fault is Fault.UNREACHED:
            context.abort(grpc.StatusCode.UNAVAILABLE, fault)
        if fault is Fault.ABORTED:
            context.abort(grpc.StatusCode.ABORTED, fault)
        metadata = [pair for pair in context.invocation_metadata() if not pair.key.startswith((":", "user-agent"))]
        try:
            answer = way(path)(data, timeout=_SECONDS, metadata=metadata)
            answers = iter([answer]) if isinstance(answer, bytes) else answer
            if fault is not Fault.LOST or method != "Commit":
                yield from answers
        except grpc.RpcError as error:
            if fault is not Fault.LOST:
                context.abort(error.code(), error.details())
        if fault is Fault.LOST:
            context.abort(grpc.StatusCode.UNAVAILABLE, fault)
