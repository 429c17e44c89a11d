"""The fonts of the package: Noto Sans, cut down to common characters; see `data/README.md`."""

from functools import cache
from importlib.resources import files

from proofpress.imaging.composing.fonts.faces import Face
from proofpress.imaging.composing.fonts.scripts import EAST_ASIAN, Script

_DATA = files("proofpress.imaging.composing.fonts") / "data"


def candidates(script: Script, *, bold: bool) -> tuple[Face, ...]:
    """Fonts for a script, the best first; those of its neighbours may have a rare character that it lacks."""
    return tuple(_face(member, bold=bold) for member in sorted(Script, key=lambda other: _distance(script, other)))


def _distance(one: Script, other: Script) -> int:
    if one is other:
        return 0
    return 1 if EAST_ASIAN.issuperset((one, other)) else 2


@cache
def _face(script: Script, *, bold: bool) -> Face:
    suffix = "otf" if script in EAST_ASIAN else "ttf"
    weights = ("bold", "regular") if bold else ("regular", "bold")
    found = [_DATA / f"{script}-{weight}.{suffix}" for weight in weights]
    data = next(path for path in found if path.is_file())
    return Face(f"Noto Sans {data.name.rpartition('.')[0]}", data.read_bytes())
