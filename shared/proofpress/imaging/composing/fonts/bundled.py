"""The fonts of the package: Noto Sans, cut down to common characters; see `data/README.md`."""

from functools import cache
from importlib.resources import files

from proofpress.imaging.composing.fonts.faces import Face
from proofpress.imaging.composing.fonts.scripts import EAST_ASIAN, Script

_DATA = files("proofpress.imaging.composing.fonts") / "data"


def candidates(script: Script, *, bold: bool) -> tuple[Face, ...]:
    """Fonts for a script, the best first; those of its neighbours may have a rare character that it lacks."""
    order = [script, *(other for other in Script if script in EAST_ASIAN and other in EAST_ASIAN and other != script)]
    return tuple(_face(member, bold=bold) for member in order)


@cache
def _face(script: Script, *, bold: bool) -> Face:
    suffix = "otf" if script in EAST_ASIAN else "ttf"
    weights = ("bold", "regular") if bold else ("regular", "bold")
    found = [_DATA / f"{script}-{weight}.{suffix}" for weight in weights]
    data = next(path for path in found if path.is_file())
    return Face(f"Noto Sans {data.name.rpartition('.')[0]}", data.read_bytes())
