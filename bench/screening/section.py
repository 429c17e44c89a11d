"""The screen on a labelled set, next to CleanVision and imagededup on the same files, and what it costs."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from bench.screening import anchors as others
from bench.screening import speed
from bench.screening.entry import CLASSES
from bench.screening.labelled import PARTS, Labelled, Part, make
from bench.screening.ours import screened
from bench.screening.photographs import Photograph, fetch
from bench.screening.scoring import Score, Scores, scores_of
from bench.sections import Section, columns
from proofpress.domain.stopping import wilson

OUT: Final = Path(__file__).resolve().parents[1] / "out" / "screening"
PHOTOGRAPHS: Final = others.PROJECT / "build" / "photographs"
QUICK: Final = 0.15
_TITLE: Final = "The screen on labelled pictures"
_STUB: Final = (
    "imagededup {imagededup}: PHash, 64 bits, radius 10; torch, which it imports and hashing does not need, is a stub.\n"
    "CleanVision {cleanvision}: its defaults. Its low information counts as blank, and as low contrast where that is so;\n"
    "its odd sizes and ratios are odd within the folder. Files that it cannot open end its run: it is not given them."
)


@dataclass(frozen=True)
class Tool:
    """What one tool found in one part."""

    name: str
    scores: Scores
    has: Sequence[str]
    unopened: int = 0


def section(*, quick: bool, scale: float = 1.0) -> Section:
    """Make both parts of the set, screen them with every tool, and lay out; a quick run makes little of the first."""
    photographs, why_none = fetch(PHOTOGRAPHS) if not quick else ([], "left out of a quick run")
    missing = others.installed() if not quick else "left out of a quick run"
    notes = [f"Photographs that are missing: {why_none}."] if why_none else []
    notes += [f"No anchors: {missing}."] if missing else []
    texts, data = list[str](), dict[str, Any]()
    for part in PARTS[:1] if quick else PARTS:
        labelled = make(part, photographs, OUT / part.name, QUICK if quick else scale)
        tools = measured(labelled, anchors=not missing)
        texts.append(f"{_about(part, labelled, photographs)}\n\n{table(tools)}")
        data[part.name] = {tool.name: _figures(tool) for tool in tools}
    if missing:
        rows = speed.costs(OUT / "speed", photographs, None, quick=quick)
    else:
        with others.running(OUT / "anchors.log") as running:
            rows = speed.costs(OUT / "speed", photographs, running, quick=quick)
            notes.append(_STUB.format_map(running.ask("versions", [])[0]))
    texts += [speed.table(rows), "\n".join(notes)]
    data["speed"] = [{**asdict(row), "ratio": row.ratio} for row in rows]
    return Section("screening", _TITLE, "\n\n".join(texts), data)


def measured(labelled: Labelled, *, anchors: bool) -> list[Tool]:
    """Every tool's scores on one part."""
    tools = [Tool("proofpress", scores_of(labelled.truth, screened(labelled)), CLASSES)]
    if not anchors:
        return tools
    with others.running(OUT / "anchors.log") as running:
        found, unopened = others.cleanvision(running, labelled)
        tools.append(Tool("cleanvision", scores_of(labelled.truth, found), others.HAS["cleanvision"], unopened))
        doubles = others.imagededup(running, labelled)
        tools.append(Tool("imagededup", scores_of(labelled.truth, doubles), others.HAS["imagededup"]))
    return tools


def table(tools: Sequence[Tool]) -> str:
    """Precision, recall and F1 by class in percent; a dash where the tool has no such class.

    Beside the files stands the 95 % interval of the first tool's recall, and of its false rejects.
    """
    heads = ["", "files", "95 %", *(f"{tool.name} P / R / F1" for tool in tools)]
    first = tools[0].scores
    rows = [[one, *_files(first.classes[one]), *(_cell(tool, one) for tool in tools)] for one in CLASSES]
    rows += [
        ["macro F1", "", "", *(f"{100 * tool.scores.macro():.1f}" for tool in tools)],
        ["macro F1 of its own classes", "", "", *(f"{100 * tool.scores.macro(tool.has):.1f}" for tool in tools)],
        [
            "false rejects, % of good",
            first.good,
            _interval(len(first.rejected), first.good),
            *(f"{tool.scores.false_rejects:.1f}" for tool in tools),
        ],
        [
            "false rejects, % of hard",
            first.hard,
            _interval(first.hard_rejected, first.hard),
            *(f"{tool.scores.hard_false_rejects:.1f}" for tool in tools),
        ],
        ["not opened", "", "", *(tool.unopened for tool in tools)],
    ]
    return columns(heads, rows)


def _files(score: Score) -> tuple[int, str]:
    files = score.right + score.missed
    return files, _interval(score.right, files)


def _interval(found: int, files: int) -> str:
    low, high = wilson(found, files)
    return f"{100 * low:.1f}-{100 * high:.1f}"


def _cell(tool: Tool, one: str) -> str:
    if one not in tool.has:
        return "-"
    score = tool.scores.classes[one]
    return " ".join(f"{100 * value:5.1f}" for value in (score.precision, score.recall, score.f1))


def _about(part: Part, labelled: Labelled, photographs: Sequence[Photograph]) -> str:
    real = sum(bool(entry.source.photograph) for entry in labelled.truth.values())
    own = sum(one.held_out == part.held_out for one in photographs)
    return (
        f"Part {part.name}: {len(labelled.truth)} files, {real} of them from {own} photographs, the others procedural; "
        f"{labelled.left_out} left out as their label would be a matter of opinion."
    )


def _figures(tool: Tool) -> dict[str, Any]:
    classes = {
        one: {
            "right": score.right,
            "wrong": score.wrong,
            "missed": score.missed,
            "precision": score.precision,
            "recall": score.recall,
            "f1": score.f1,
        }
        for one, score in tool.scores.classes.items()
        if one in tool.has
    }
    return {
        "classes": classes,
        "macro_f1": tool.scores.macro(),
        "macro_f1_of_its_classes": tool.scores.macro(tool.has),
        "false_rejects_percent": tool.scores.false_rejects,
        "hard_false_rejects_percent": tool.scores.hard_false_rejects,
        "good": tool.scores.good,
        "hard": tool.scores.hard,
        "unopened": tool.unopened,
    }
