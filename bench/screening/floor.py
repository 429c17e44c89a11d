"""The floor under any screen: one full decode by Pillow as it comes, in a process that imports nothing of ours."""

import time
from collections.abc import Callable
from io import BytesIO

from PIL import Image


def decoding(data: bytes) -> float:
    """Milliseconds of processor time that a full decode takes."""
    return second(lambda: _decode(data))


def second(do: Callable[[], object]) -> float:
    """Milliseconds of processor time that something takes the second time: the first finds the caches cold."""
    do()
    started = time.process_time_ns()
    do()
    return (time.process_time_ns() - started) / 1e6


def _decode(data: bytes) -> None:
    with Image.open(BytesIO(data)) as image:
        image.load()
