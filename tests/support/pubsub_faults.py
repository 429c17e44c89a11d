"""A server between the unmodified Pub/Sub publisher and the emulator, which fails as a test asks it to."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import grpc  # type: ignore[import-untyped]

_PATH = ("google.pubsub.v1.Publisher", "Publish")


@dataclass(frozen=True)
class Fault:
    """One answer that goes wrong."""

    code: grpc.StatusCode = grpc.StatusCode.UNAVAILABLE
    applied: bool = False
    """Whether the request reached the emulator, so that only the answer is lost."""


Script = Callable[[], Fault | None]
"""Asked, on a thread of the server, what becomes of each request; it may take its time."""


@contextmanager
def flaky_pubsub(emulator: str, script: Script) -> Iterator[str]:
    """Address and port of the server; publishing is all it can do."""
    with grpc.insecure_channel(emulator) as channel, ThreadPoolExecutor(16) as pool:
        server = grpc.server(pool)
        handler = grpc.unary_unary_rpc_method_handler(_answers(channel.unary_unary("/{}/{}".format(*_PATH)), script))
        server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler(_PATH[0], {_PATH[1]: handler}),))
        port = server.add_insecure_port("127.0.0.1:0")
        server.start()
        try:
            yield f"127.0.0.1:{port}"
        finally:
            server.stop(grace=None).wait()


def _answers(forward: Callable[..., Any], script: Script) -> Callable[[bytes, Any], bytes]:
    def answer(request: bytes, context: Any) -> bytes:
        fault = script()
        if fault is not None and not fault.applied:
            context.abort(fault.code, "scripted, before")
        reply: bytes = forward(request, timeout=30)
        if fault is not None:
            context.abort(fault.code, "scripted, after")
        return reply

    return answer
