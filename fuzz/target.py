"""What is fuzzed: a reader of bytes, the errors that it may answer with, and good bytes to start from."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Target:
    """One reader of bytes from outside."""

    name: str
    read: Callable[[bytes], object]
    answers: tuple[type[Exception], ...]
    """Errors that are an answer: ours, with a message that says what to do."""
    good: tuple[bytes, ...] | Callable[[], tuple[bytes, ...]]
    """Bytes to start from, or what makes them when they are needed."""

    share: float = 1.0
    """Of the inputs of a random run, how many are tried: readers that take long have fewer."""

    @cached_property
    def seeds(self) -> tuple[bytes, ...]:
        """Good bytes."""
        return self.good if isinstance(self.good, tuple) else self.good()

    def try_on(self, data: bytes) -> None:
        """Read bytes; whatever is neither a result nor an answer is raised."""
        try:
            self.read(data)
        except self.answers as answer:
            if not str(answer):
                raise AssertionError(f"{type(answer).__name__} says nothing") from answer
