"""What a check says when nobody could answer it."""

from collections.abc import Callable, Iterable, Iterator

from proofpress.adapters.google.inspection import NotSignedIn
from proofpress.domain.errors import Retry, Stop
from proofpress.entry.checks.check import Check, State, failed


def on_emulators(name: str) -> Check:
    """Emulators have no such thing: that is not the same as its being in order."""
    return Check(name, State.SKIPPED, "not checked on an emulator")


def answered(name: str, mend: str, look: Callable[[], Iterable[Check]]) -> Iterator[Check]:
    """What a look finds; one failed check, with the service's words, where it is not let to look."""
    try:
        yield from look()
    except NotSignedIn:
        raise
    except (Stop, Retry) as error:
        yield failed(name, str(error).rstrip("."), mend)
