"""CleanVision and imagededup on the same files, in an environment of their own that the bench makes."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from bench.screening.entry import Entry
from bench.screening.labelled import Labelled

PROJECT: Final = Path(__file__).resolve().parents[2]
ENVIRONMENT: Final = PROJECT / "build" / "anchors"
_WITH_ALL: Final = ("cleanvision==0.3.7", "tqdm", "scikit-learn", "PyWavelets", "matplotlib")
_ALONE: Final = ("imagededup==0.3.3.post2",)
"""Without what it needs for its neural network, which is not measured: torch, some gigabytes."""
_WORKER: Final = Path(__file__).with_name("anchor_worker.py")
_CLEANVISION: Final = {
    "is_dark_issue": "dark",
    "is_light_issue": "bright",
    "is_blurry_issue": "blur",
    "is_low_information_issue": "blank",
    "is_odd_aspect_ratio_issue": "aspect",
    "is_odd_size_issue": "resolution",
}
HAS: Final = {
    "cleanvision": ("resolution", "aspect", "dark", "bright", "low_contrast", "blank", "blur", "duplicate"),
    "imagededup": ("duplicate",),
}
"""The classes that each has a word for; CleanVision's odd sizes and ratios are odd within the folder, not as asked."""


class Anchors:
    """The running tools."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def ask(self, task: str, paths: Sequence[str]) -> tuple[Any, float]:
        """A task's answer, and the processor seconds that it took."""
        if self._process.stdin is None or self._process.stdout is None:
            raise RuntimeError("the anchors have no pipes")
        self._process.stdin.write(json.dumps({"task": task, "paths": paths}) + "\n")
        self._process.stdin.flush()
        if not (line := self._process.stdout.readline()):
            raise RuntimeError(f"the anchors ended while at {task}")
        said = json.loads(line)
        return said["answer"], said["seconds"]


def installed() -> str:
    """Install the anchors if they are not; the reason where that cannot be."""
    python = ENVIRONMENT / "bin" / "python"
    uv = shutil.which("uv") or str(PROJECT / "build" / "uv" / "bin" / "uv")
    if not Path(uv).exists():
        return "uv is not here"
    if not python.exists():
        subprocess.run([uv, "venv", "--quiet", "--python", sys.executable, str(ENVIRONMENT)], check=True)
    for more in (_WITH_ALL, ("--no-deps", *_ALONE)):
        command = [uv, "pip", "install", "--quiet", "--python", str(python), *more]
        ran = subprocess.run(command, capture_output=True, text=True, check=False)
        if ran.returncode:
            return (ran.stderr.strip().splitlines() or ["no reason given"])[-1]
    return ""


@contextmanager
def running(log: Path) -> Iterator[Anchors]:
    """The anchors, until the block ends."""
    command = [str(ENVIRONMENT / "bin" / "python"), str(_WORKER)]
    pipe = subprocess.PIPE
    with (
        log.open("w", encoding="utf-8") as errors,
        subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=errors, text=True) as process,
    ):
        yield Anchors(process)


def cleanvision(anchors: Anchors, labelled: Labelled) -> tuple[dict[str, frozenset[str]], int]:
    """What CleanVision finds by file, and how many files it could not be given as one of them ends its run."""
    paths = [str(labelled.pictures / name) for name in labelled.truth]
    readable, _ = anchors.ask("readable", paths)
    answer, _ = anchors.ask("cleanvision", readable)
    found = {Path(path).name: said for path, said in answer.items()}
    return {name: _cleaned(name, said, labelled.truth) for name, said in found.items()}, len(paths) - len(readable)


def _cleaned(name: str, said: Mapping[str, list[str]], truth: Mapping[str, Entry]) -> frozenset[str]:
    classes = {_CLEANVISION[issue] for issue in said["issues"] if issue in _CLEANVISION}
    if "blank" in classes and truth[name].label == "low_contrast":
        classes.add("low_contrast")  # its nearest word; counted where it helps it
    return frozenset(classes | ({"duplicate"} if _later(name, said["same"], truth) else set()))


def imagededup(anchors: Anchors, labelled: Labelled) -> dict[str, frozenset[str]]:
    """The duplicates that imagededup finds."""
    answer, _ = anchors.ask("imagededup", [str(labelled.pictures / name) for name in labelled.truth])
    pairs = ((Path(path).name, others) for path, others in answer.items())
    return {name: frozenset({"duplicate"} if _later(name, others, labelled.truth) else ()) for name, others in pairs}


def _later(name: str, others: Sequence[str], truth: Mapping[str, Entry]) -> bool:
    """Whether it has a double of a lower attempt: of a group the first stands, as with ours."""
    return any(truth[Path(other).name].attempt < truth[name].attempt for other in others)
