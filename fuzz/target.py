"""What is fuzzed: a reader of bytes, the errors that it may answer with, and good bytes to start from."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Target:
    """One reader of bytes from outside."""

    name: str
    read: Callable[[bytes], object]
    answers: tuple[type[Exception], ...]
    """Errors that are an answer: ours, with a message that says what to do."""
    seeds: tuple[bytes, ...]

    def try_on(self, data: bytes) -> None:
        """Read bytes; whatever is neither a result nor an answer is raised."""
        try:
            self.read(data)
        except self.answers as answer:
            if not str(answer):
                raise AssertionError(f"{type(answer).__name__} says nothing") from answer
