"""What a service of the batch lane does with a job: everything that may go wrong, by a seed and the job's turn."""

import random
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from proofpress.domain.jobs import JobState


class Answer(StrEnum):
    """What comes of a submission."""

    TOLD = "told"
    SILENT = "silent"
    """The job is created, and nobody hears of it."""
    LOST = "lost"
    """It never arrived, and nobody hears of that."""
    NOT_NOW = "not now"
    NEVER = "never"
    """A bad request."""


class Reading(StrEnum):
    """What comes of reading the results."""

    WHOLE = "whole"
    BROKEN_OFF = "broken off"
    """Once; the next reading is whole."""
    GONE = "gone"


class Oddity(StrEnum):
    """What is wrong with one line of the results."""

    NONE = "none"
    DROPPED = "dropped"
    REPEATED = "repeated"
    ALIEN = "alien"
    """An answer to nobody's call."""
    MISFILED = "misfiled"
    """An answer under the key of another job's call."""
    GARBLED = "garbled"


_ENDS = (JobState.SUCCEEDED, JobState.PARTIAL, JobState.FAILED, JobState.EXPIRED, JobState.CANCELLED)
_HOURS = (1, 12, 24, 47, 72)
_LISTED_AFTER = (timedelta(), timedelta(), timedelta(minutes=5), timedelta(minutes=30))


@dataclass(frozen=True)
class Fate:
    """One job's."""

    answer: Answer = Answer.TOLD
    takes: timedelta = timedelta(hours=12)
    end: JobState = JobState.SUCCEEDED
    share: float = 1.0
    """Of its lines, those that are done when it ends otherwise than well, or is stopped."""
    error: str = ""
    listed_after: timedelta = timedelta()
    """The last of them is longer than anybody waits for."""
    is_deaf: bool = False
    """Whether it does not stop when it is told to."""
    is_forgotten: bool = False
    """Whether the service knows it no more after an hour."""
    reading: Reading = Reading.WHOLE
    oddity: Oddity = Oddity.NONE


def fate_of(seed: int, turn: int, trouble: float) -> Fate:
    """The fate of the job that is submitted as the `turn`-th; a share of `trouble` of everything goes wrong."""
    chance = random.Random(f"{seed} job {turn}")

    def is_odd() -> bool:
        return chance.random() < trouble

    return Fate(
        answer=chance.choice(list(Answer)) if is_odd() else Answer.TOLD,
        takes=timedelta(hours=chance.choice(_HOURS)),
        end=chance.choice(_ENDS) if is_odd() else JobState.SUCCEEDED,
        share=chance.random(),
        error=chance.choice(["", "quota"]),
        listed_after=chance.choice(_LISTED_AFTER),
        is_deaf=is_odd(),
        is_forgotten=is_odd() and is_odd(),
        reading=chance.choice(list(Reading)) if is_odd() else Reading.WHOLE,
        oddity=chance.choice(list(Oddity)) if is_odd() else Oddity.NONE,
    )
