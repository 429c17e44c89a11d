"""Precision, recall and F1 by class, and how many good pictures are thrown away."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from bench.screening.entry import ALSO_TRUE, CLASSES, GOOD, Entry

Found = Mapping[str, frozenset[str]]
"""By file, the classes that a tool finds in it; a file that is missing was not looked at."""


@dataclass(frozen=True)
class Score:
    """One class: files found rightly, found wrongly, and missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """Of what was found, the share that is so; 0 where nothing was found."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 0.0

    @property
    def recall(self) -> float:
        """Of what is so, the share that was found."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        whole = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / whole if whole else 0.0


@dataclass(frozen=True)
class Scores:
    """A tool on one part of the set."""

    classes: dict[str, Score]
    rejected: tuple[str, ...]
    """Good pictures that are thrown away, hard ones too."""
    good: int
    hard_rejected: int
    hard: int

    def macro(self, names: Sequence[str] = CLASSES) -> float:
        """The mean F1 of these classes."""
        return fmean(self.classes[name].f1 for name in names)

    @property
    def false_rejects(self) -> float:
        """Of all good pictures, percent thrown away."""
        return 100 * len(self.rejected) / self.good if self.good else 0.0

    @property
    def hard_false_rejects(self) -> float:
        """Of the hard good pictures, percent thrown away."""
        return 100 * self.hard_rejected / self.hard if self.hard else 0.0


def scores_of(truth: Mapping[str, Entry], found: Found) -> Scores:
    """Score what a tool found. What a file was not looked at for counts as not found."""
    seen = {name: found.get(name, frozenset()) for name in truth}
    good = [name for name, entry in truth.items() if entry.label == GOOD]
    hard = [name for name in good if truth[name].hard]
    return Scores(
        {one: _score(one, truth, seen) for one in CLASSES},
        tuple(name for name in good if seen[name]),
        len(good),
        sum(bool(seen[name]) for name in hard),
        len(hard),
    )


def _score(one: str, truth: Mapping[str, Entry], seen: Found) -> Score:
    right = wrong = missed = 0
    for name, entry in truth.items():
        if entry.label == one:
            caught = bool(seen[name] & {one, *same_as(entry)})
            right, missed = right + caught, missed + (not caught)
        elif one in seen[name] and one not in {*same_as(entry), *also_true(entry)}:
            wrong += 1
    return Score(right, wrong, missed)


def same_as(entry: Entry) -> Iterable[str]:
    """Other names under which this very fault is caught.

    A picture of nothing but black is both blank and dark; a black bar below and a stream that ended early look the same.
    """
    if entry.form == "filled":
        return ("dark",) if entry.strength < 128 else ("bright",)
    return {"one": ("broken",), "one-bar": ("broken",), "tail": ("border",)}.get(entry.form, ())


def also_true(entry: Entry) -> Iterable[str]:
    """What may be said of a file besides its label, neither for nor against anybody."""
    return CLASSES if entry.form == "one" else ALSO_TRUE.get(entry.label, ())
