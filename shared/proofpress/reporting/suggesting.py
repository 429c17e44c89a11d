"""Which threshold would have let a rejected draft pass: found by judging its figures again."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from proofpress.domain.screening import Rules, Thresholds, judge
from proofpress.reporting.screening import Suggestion

_HALVINGS = 40
_FINE, _COARSE = 0.001, 0.1
"""Steps that suggestions are rounded to: of thresholds up to _SMALL, and of those in levels."""
_SMALL = 4.0


class Case(NamedTuple):
    """One audited draft with its verdict."""

    figures: Mapping[str, int | float | str]
    rules: Rules
    liked: bool


class _Line(NamedTuple):
    """A threshold, where it stands, and to which end it would have to be moved."""

    threshold: str
    now: float
    end: float


def suggestions(cases: Iterable[Case]) -> tuple[Suggestion, ...]:
    """For each threshold that alone kept a liked draft out: the value at which all of those pass, and what else does."""
    values: dict[_Line, list[tuple[float, bool]]] = defaultdict(list)
    for case in cases:
        for threshold in Thresholds.model_fields:
            if found := passing(case.figures, case.rules, threshold):
                line, value = found
                values[line].append((value, case.liked))
    return tuple(_suggestion(line, values[line]) for line in sorted(values) if any(liked for _, liked in values[line]))


def passing(figures: Mapping[str, int | float | str], rules: Rules, threshold: str) -> tuple[_Line, float] | None:
    """The nearest value of a threshold at which a rejected draft passes; None where none of its values does that.

    Every check is monotone in each of its thresholds, so that the value is found by halving.
    """
    now = float(getattr(rules.thresholds, threshold))
    for end in _ends(threshold):
        if end != now and _passes(figures, rules, threshold, end):
            rejected, passed = now, end
            for _ in range(_HALVINGS):
                middle = (rejected + passed) / 2
                if _passes(figures, rules, threshold, middle):
                    passed = middle
                else:
                    rejected = middle
            return _Line(threshold, now, end), passed
    return None


def _passes(figures: Mapping[str, int | float | str], rules: Rules, threshold: str, value: float) -> bool:
    changed = rules.thresholds.model_copy(update={threshold: value})
    return not judge(figures, rules._replace(thresholds=changed)).reasons


def _suggestion(line: _Line, values: list[tuple[float, bool]]) -> Suggestion:
    is_raised = line.end > line.now
    liked = [value for value, is_liked in values if is_liked]
    suggested = _rounded(max(liked) if is_raised else min(liked), line)
    passed = [is_liked for value, is_liked in values if (value <= suggested if is_raised else value >= suggested)]
    extra = Thresholds.model_fields[line.threshold].json_schema_extra
    return Suggestion(
        threshold=line.threshold,
        now=line.now,
        suggested=suggested,
        unit=str(extra.get("unit", "")) if isinstance(extra, dict) else "",
        liked=passed.count(True),
        declined=passed.count(False),
    )


def _rounded(value: float, line: _Line) -> float:
    """To a step, away from where the threshold stands, so that the draft still passes."""
    step = _FINE if max(_ends(line.threshold)) <= _SMALL else _COARSE
    steps = math.ceil(value / step) if line.end > line.now else math.floor(value / step)
    return min(max(round(steps * step, 3), min(_ends(line.threshold))), max(_ends(line.threshold)))


def _ends(threshold: str) -> tuple[float, float]:
    """The least and the largest value that a threshold may have."""
    limits = [
        getattr(each, name)
        for each in Thresholds.model_fields[threshold].metadata
        for name in ("ge", "le")
        if hasattr(each, name)
    ]
    return float(min(limits)), float(max(limits))
