"""What the labelled set holds. Labels follow from construction alone."""

from collections.abc import Iterator, Sequence
from itertools import count
from random import Random
from typing import Final

from bench.screening.copies import COPIES, VARIANTS
from bench.screening.damage import DAMAGES
from bench.screening.defects import PIXEL_DEFECTS
from bench.screening.entry import GOOD, Entry, Format, Source
from bench.screening.looks import LOOKS
from bench.screening.photographs import Photograph, twins
from bench.screening.scenes.gallery import HARD, ORDINARY
from bench.screening.sizes import FRAMES, fits, frame_for

CROPS: Final = ((0.0, 1.0), (0.0, 0.58), (0.42, 1.0))
"""The parts of a photograph that are used, each also as in a mirror: no two views are duplicates of each other."""
_COPIED: Final = (*ORDINARY, "fog", "flat", "bokeh", "silhouette")
_COLOURFUL: Final = ("ridges", "coast", "street", "still", "portrait", "poster", "shards", "blossoms", "mechanism")
_WRONG_RATIOS: Final = (
    ("16:9", (1024, 1024)),
    ("16:9", (1264, 848)),
    ("1:1", (1152, 928)),
    ("4:3", (1152, 928)),
    ("9:16", (896, 1200)),
    ("3:2", (1200, 896)),
    ("21:9", (1376, 768)),
    ("8:1", (2048, 512)),
    ("4:5", (896, 1200)),
    ("16:9", (768, 1376)),
)
"""What was asked, and pixels of another ratio that came; the nearest are 7 % apart, as neighbours on the list are."""
_SMALLER: Final = (0.1, 0.25, 0.5, 0.6, 0.7, 0.8)
_FORMATS: Final = ("jpeg", "jpeg", "jpeg", "png", "webp")


class Planner:
    """Lays out one part of the set: the same for the same seed, photographs and size."""

    def __init__(self, seed: str, photographs: Sequence[Photograph], scale: float = 1.0) -> None:
        self._seed = seed
        self._rng = Random(seed)
        self._scale = scale
        self._numbers = count(1)
        self._photographs = list(photographs)
        self._parts = {one.title: one.size for one in photographs}
        self._views = [
            (title, view)
            for view in range(1, len(CROPS) * 2)
            for title in self._rng.sample(sorted(self._parts), len(self._parts))
            if any(fits(frame, *self._part(title, view)) for frame in FRAMES)
        ]
        self._scenes = self._rng.sample(sorted(ORDINARY), len(ORDINARY))
        self._turn = count()

    def entries(self) -> list[Entry]:
        """All files of the part, originals before what is made from them."""
        return [*self._good(), *self._defective(), *self._damaged(), *self._misfits(), *self._pairs()]

    def _part(self, title: str, view: int) -> tuple[float, float]:
        """The pixels that a view of a photograph has."""
        (left, right), (width, height) = CROPS[view % len(CROPS)], self._parts[title]
        return (right - left) * width, height

    def _times(self, number: float) -> range:
        return range(max(1, round(number * self._scale)))

    def _good(self) -> Iterator[Entry]:
        for name in ORDINARY:
            for _ in self._times(4):
                yield self._entry(GOOD, Source(scene=name))
        for name in HARD:
            for _ in self._times(7):
                yield self._entry(GOOD, Source(scene=name), hard=True)
        for form, _, strengths in LOOKS:
            for strength in strengths:
                for _ in self._times(4):
                    saved = {"saved": Format.PNG} if form in {"palette", "alpha"} else {}
                    yield self._entry(GOOD, self._source(), form=form, strength=strength, hard=True, **saved)
        paired = {one.title for pair in twins(self._photographs) for one in pair}
        for title in sorted(self._parts)[:: max(1, round(1 / self._scale))]:
            yield self._entry(GOOD, Source(photograph=title), form="twin" if title in paired else "")

    def _defective(self) -> Iterator[Entry]:
        times = {
            "dark": 7,
            "bright": 7,
            "low_contrast": 7,
            "blank": 4.4,
            "blur": 3.4,
            "noise": 3,
            "border": 3.4,
            "broken": 6,
        }
        for label, forms in PIXEL_DEFECTS.items():
            for form, _, strengths in forms:
                for strength in strengths:
                    for _ in self._times(times[label]):
                        yield self._entry(label, self._source(), form=form, strength=strength)

    def _damaged(self) -> Iterator[Entry]:
        for form, _, strengths in DAMAGES:
            for strength in strengths:
                for _ in self._times(3):
                    yield self._entry("broken", self._source(), form=form, strength=strength)

    def _misfits(self) -> Iterator[Entry]:
        for _ in self._times(18):
            saved, declared = self._rng.sample(list(Format), 2)
            yield self._entry("mime", self._source(), saved=saved, declared=declared)
        for _ in self._times(2):
            for asked, size in _WRONG_RATIOS:
                yield self._entry("aspect", self._source(), form=asked.replace(":", "x"), size=size, ratio=asked)
        for share in _SMALLER:
            for _ in self._times(3):
                frame = frame_for(self._rng)
                width, height = frame.size
                yield self._entry(
                    "resolution",
                    self._source(),
                    strength=share,
                    size=(round(width * share), round(height * share)),
                    ratio=frame.ratio,
                )
        for _ in self._times(3):
            yield self._entry("resolution", self._source(), form="one", size=(1, 1), ratio="1:1")
            yield self._entry(
                "resolution", self._source(), form="1K-for-2K", size=(1024, 1024), ratio="1:1", image_size="2K"
            )

    def _pairs(self) -> Iterator[Entry]:
        for label, ways, kinds in (("duplicate", COPIES, _COPIED), (GOOD, VARIANTS, _COLOURFUL)):
            for form, _, strengths in ways:
                for strength in strengths:
                    for _ in self._times(2 if label == "duplicate" else 3):
                        yield from self._pair(label, form, strength, kinds)
        for _ in self._times(3):
            yield from self._pair("duplicate", "exact", 0.0, _COPIED)

    def _pair(self, label: str, form: str, strength: float, kinds: Sequence[str]) -> Iterator[Entry]:
        first = self._entry(GOOD, self._source(kinds), form="original")
        yield first
        again = {
            "original": first.attempt,
            "form": form,
            "strength": strength,
            "label": label,
            "attempt": next(self._numbers),
        }
        if form != "exact":
            again["saved"] = again["declared"] = Format(self._rng.choice(_FORMATS))
        yield first.model_copy(update=again)

    def _source(self, kinds: Sequence[str] = ()) -> Source:
        """A scene or a view of a photograph, in turn, none twice."""
        turn = next(self._turn)
        if turn % 5 < 2 and self._views:
            title, view = self._views.pop(0)
            return Source(photograph=title, view=view)
        return Source(scene=self._rng.choice(kinds) if kinds else self._scenes[turn % len(self._scenes)])

    def _entry(self, label: str, source: Source, **more: object) -> Entry:
        attempt = next(self._numbers)
        pixels = self._part(source.photograph, source.view) if source.photograph else ()
        frame = frame_for(self._rng, *pixels)
        saved = Format(self._rng.choice(_FORMATS))
        chosen = {"size": frame.size, "ratio": frame.ratio, "saved": saved, "declared": more.get("saved", saved)} | more
        seeded = source.model_copy(update={"seed": f"{self._seed}/{attempt}"})
        return Entry.model_validate({"attempt": attempt, "label": label, "source": seeded, **chosen})


def plan(seed: str, photographs: Sequence[Photograph], scale: float = 1.0) -> list[Entry]:
    """One part of the labelled set; at scale 1 about 580 files with photographs."""
    return Planner(seed, photographs, scale).entries()
