"""Decisions in a CSV file, as somebody without an account makes them on the page of a review pack."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from proofpress.domain.errors import BadInput, CapReached, Overtaken, Stop
from proofpress.domain.records import Attempt
from proofpress.domain.states import AttemptState
from proofpress.ports import Ports
from proofpress.stages import deciding

COLUMNS = ("draft", "decision", "reason", "stars", "state", "sha256")
"""`state` and `sha256` are those of the draft as the page showed it: a decision on anything else is stale."""

LARGEST_BYTES = 5_000_000
_NEEDED = ("draft", "decision", "sha256")


class Fate(StrEnum):
    """What became of a row."""

    APPLIED = "applied"
    UNKNOWN = "unknown"
    """There is no such draft."""
    STALE = "stale"
    """The draft is another picture by now, or somebody has decided on it since."""
    REPEATED = "repeated"
    """The same draft stands in another row too: the first of equal rows counts, contradicting ones do not."""
    UNREADABLE = "unreadable"
    REFUSED = "refused"
    """The desk would have refused it: a cap is reached, or the item has its keepers."""


@dataclass(frozen=True)
class Row:
    """One line of the file, as it stands there."""

    line: int
    draft: str
    decision: str
    reason: str = ""
    stars: str = ""
    state: str = ""
    sha256: str = ""

    @property
    def says(self) -> tuple[str, str, str]:
        """What it asks for."""
        return self.decision, self.reason, self.stars


@dataclass(frozen=True)
class Applied:
    """What became of one row, and why."""

    row: Row
    fate: Fate
    words: str = ""


def read_decisions(data: bytes, name: str) -> list[Row]:
    """The rows of a file; BadInput where it is no table of decisions."""
    if len(data) > LARGEST_BYTES:
        raise BadInput(f"{name} is larger than {LARGEST_BYTES:,} bytes: that is no file of decisions.")
    try:
        reader = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True)
        found = [_row(reader.line_num, each) for each in reader]
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadInput(f"{name} cannot be read as CSV in UTF-8 ({error}).") from error
    missing = [column for column in _NEEDED if column not in (reader.fieldnames or ())]
    if missing:
        raise BadInput(f"{name} has no column {', '.join(missing)}: it is not what the page of a review pack saves.")
    return [row for row in found if row.draft or row.decision]


def apply_decisions(ports: Ports, rows: Sequence[Row], by: str, batch: str | None = None) -> list[Applied]:
    """Carry out what a file asks for, row by row; nothing is guessed. `batch` is the only one that it may be about."""
    times = Counter(row.draft for row in rows)
    asked: dict[str, set[tuple[str, str, str]]] = {}
    for row in rows:
        asked.setdefault(row.draft, set()).add(row.says)
    seen = set[str]()
    applied = []
    for row in rows:
        if times[row.draft] > 1 and len(asked[row.draft]) > 1:
            applied.append(Applied(row, Fate.REPEATED, "other rows say something else about this draft"))
        elif row.draft in seen:
            applied.append(Applied(row, Fate.REPEATED, "it stands in an earlier row already"))
        else:
            applied.append(_applied(ports, row, by, batch))
        seen.add(row.draft)
    ports.bus.flush()
    return applied


def tallied(applied: Iterable[Applied]) -> dict[Fate, int]:
    """How many rows met each fate."""
    counts = Counter(each.fate for each in applied)
    return {fate: counts[fate] for fate in Fate if counts[fate]}


def _row(line: int, cells: dict[str | None, object]) -> Row:
    given = {name: value.strip() for name in COLUMNS if isinstance(value := cells.get(name), str)}
    return Row(line, **{"draft": "", "decision": "", **given})


def _applied(ports: Ports, row: Row, by: str, batch: str | None) -> Applied:
    attempt = ports.ledger.get(Attempt, row.draft)
    if attempt is None or batch not in (None, attempt.batch):
        return Applied(row, Fate.UNKNOWN, "there is no such draft here")
    if trouble := _unreadable(row):
        return Applied(row, Fate.UNREADABLE, trouble)
    if attempt.image is None or not row.sha256 or attempt.image.sha256 != row.sha256:
        return Applied(row, Fate.STALE, "the draft is another picture by now")
    try:
        _decide(ports, row, by)
    except Overtaken as error:
        return Applied(row, Fate.STALE, str(error))
    except (BadInput, CapReached, Stop) as error:
        return Applied(row, Fate.REFUSED, str(error))
    return Applied(row, Fate.APPLIED)


def _unreadable(row: Row) -> str:
    if row.decision not in ("accept", "decline", ""):
        return f"a decision is accept or decline, not {row.decision[:40]!r}"
    if row.stars not in ("", "0", "1", "2", "3", "4", "5"):
        return f"stars are 0 to 5, not {row.stars[:40]!r}"
    if row.state and row.state not in list(AttemptState):
        return f"there is no state {row.state[:40]!r}"
    return "" if row.decision or row.stars else "it has neither a decision nor stars"


def _decide(ports: Ports, row: Row, by: str) -> None:
    seen = AttemptState(row.state) if row.state else None
    if row.decision == "accept":
        deciding.accept(ports, row.draft, by, as_is=seen is AttemptState.RETURNED, seen=seen)
    elif row.decision == "decline":
        deciding.decline(ports, row.draft, by, row.reason, seen=seen)
    if row.stars:
        deciding.rate(ports, row.draft, int(row.stars))
