"""What one screen of a 1K picture costs, against decoding alone and against the anchors, on one core.

All take turns on the same files in one run; figures are medians of processor time.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from random import Random
from statistics import fmean, median
from typing import Final

from PIL import Image, ImageOps

from bench.screening.anchors import Anchors
from bench.screening.canvas import grain
from bench.screening.entry import Format
from bench.screening.floor import decoding, second
from bench.screening.photographs import Photograph
from bench.screening.scenes.gallery import HARD, ORDINARY
from bench.sections import columns
from proofpress.imaging.screening import Asked, screen

_SIDE: Final = 1024
_SCENES: Final = ("ridges", "street", "portrait", "poster", "blossoms", "mechanism", "fog", "pebbles")
_ROUNDS: Final = 7
_GRAIN: Final = 2.0
_ANCHOR_ROUNDS: Final = 3


@dataclass(frozen=True)
class Cost:
    """Milliseconds of one picture."""

    saved: str
    decode: float
    screen: float
    cleanvision: float | None
    imagededup: float | None

    @property
    def ratio(self) -> float:
        """Of our whole screen to a full decode by Pillow."""
        return self.screen / self.decode


def costs(folder: Path, photographs: Sequence[Photograph], anchors: Anchors | None, *, quick: bool) -> list[Cost]:
    """One row a format."""
    folder.mkdir(parents=True, exist_ok=True)
    number, rounds = (2, 2) if quick else (len(_SCENES), _ROUNDS)
    named = list(pictures(photographs, number))
    spawn = get_context("spawn")
    with ProcessPoolExecutor(1, spawn) as floor, ProcessPoolExecutor(1, spawn) as own:
        return [_cost(saved, _files(folder, named, saved), floor, own, anchors, rounds) for saved in Format]


def table(rows: Sequence[Cost]) -> str:
    """Milliseconds, and the ratio that counts."""
    heads = ("1024 x 1024", "decode ms", "our screen ms", "ratio", "cleanvision ms", "imagededup ms")
    return columns(heads, [_cells(row) for row in rows])


def _cells(row: Cost) -> tuple[object, ...]:
    anchors = ("-" if cost is None else f"{cost:.1f}" for cost in (row.cleanvision, row.imagededup))
    return row.saved, f"{row.decode:.1f}", f"{row.screen:.1f}", f"{row.ratio:.2f}", *anchors


def pictures(photographs: Sequence[Photograph], number: int) -> Iterator[tuple[str, Image.Image]]:
    """As many of both kinds, where there are photographs; scenes with a little grain, as nothing that a model draws is smooth."""
    real = photographs[:: max(1, len(photographs) // max(1, number // 2))][: number // 2]
    for name in _SCENES[: number - len(real)]:
        yield name, grain((ORDINARY | HARD)[name](Random(name), (_SIDE, _SIDE)), Random(name), _GRAIN, colour=True)
    for one in real:
        with Image.open(one.path) as image:
            yield one.title, ImageOps.fit(image.convert("RGB"), (_SIDE, _SIDE), Image.Resampling.LANCZOS)


def _files(folder: Path, named: Sequence[tuple[str, Image.Image]], saved: Format) -> list[Path]:
    paths = [folder / f"{name}{saved.suffix}" for name, _ in named]
    for path, (_, image) in zip(paths, named, strict=True):
        image.save(path, saved.upper(), quality=90)
    return paths


def _cost(
    saved: Format, paths: Sequence[Path], floor: Executor, own: Executor, anchors: Anchors | None, rounds: int
) -> Cost:
    datas = [path.read_bytes() for path in paths]
    decoded, ours = list[list[float]](), list[list[float]]()
    theirs: dict[str, list[float]] = {"cleanvision": [], "imagededup": []}
    for turn in range(rounds + 1):
        spent = [(floor.submit(decoding, data).result(), own.submit(screening, data).result()) for data in datas]
        if turn:  # the first only warms everything up
            decoded.append([one for one, _ in spent])
            ours.append([other for _, other in spent])
        if anchors and turn <= _ANCHOR_ROUNDS:
            for task in theirs:
                _, took = anchors.ask(task, [str(path) for path in paths])
                theirs[task] += [1000 * took / len(paths)] if turn else []
    found = {task: median(seconds) if seconds else None for task, seconds in theirs.items()}
    return Cost(saved, _typical(decoded), _typical(ours), found["cleanvision"], found["imagededup"])


def _typical(rounds: Sequence[Sequence[float]]) -> float:
    """The mean over pictures of each one's median over rounds."""
    return fmean(median(times) for times in zip(*rounds, strict=True))


def screening(data: bytes) -> float:
    """Milliseconds of processor time that our whole screen takes."""
    return second(lambda: screen(data, Asked("1:1", _SIDE, _SIDE)))
