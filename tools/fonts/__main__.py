"""`uv run --with fonttools python -m tools.fonts FOLDER`: cut the bundled fonts anew from installed Noto fonts.

FOLDER holds `truetype/noto` and `opentype/noto`, as /usr/share/fonts does once fonts-noto-core and fonts-noto-cjk are
installed. Equal sources give equal bytes.
"""

import sys
from io import BytesIO
from pathlib import Path
from typing import Any

from tools.fonts import characters

_TARGET = Path(__file__).parents[2] / "shared/proofpress/imaging/composing/fonts/data"
_WEIGHTS = ("Regular", "Bold")
_WITH_LATIN = {
    "arabic": ("NotoSansArabic", characters.ARABIC),
    "hebrew": ("NotoSansHebrew", characters.HEBREW),
    "devanagari": ("NotoSansDevanagari", characters.DEVANAGARI),
}
_EAST_ASIAN = {
    "simplified": ("SC", characters.SIMPLIFIED),
    "traditional": ("TC", characters.TRADITIONAL),
    "japanese": ("JP", characters.JAPANESE),
    "korean": ("KR", characters.KOREAN),
}
_LEFT_OUT = ("traditional", "Regular")
"""1.4 MB that would take the bundle far over 6 MB; body text in traditional characters is set in bold."""
_FEATURES = ["ccmp", "kern", "locl", "mark", "mkmk", "calt"]


def main(source: Path) -> None:
    """Cut all of them."""
    for weight in _WEIGHTS:
        sans = source / f"truetype/noto/NotoSans-{weight}.ttf"
        _save(_cut(_load(sans), characters.EUROPEAN, _FEATURES), f"european-{weight.lower()}.ttf")
        latin = _cut(_load(sans), characters.LATIN, _FEATURES)
        for name, (family, wanted) in _WITH_LATIN.items():
            own = _cut(_load(source / f"truetype/noto/{family}-{weight}.ttf"), wanted, ["*"])
            _save(_merged(own, latin), f"{name}-{weight.lower()}.ttf")
        for name, (region, wanted) in _EAST_ASIAN.items():
            if (name, weight) == _LEFT_OUT:
                continue
            face = _east_asian(source / f"opentype/noto/NotoSansCJK-{weight}.ttc", region)
            _save(_cut(face, wanted, ["ccmp", "kern"]), f"{name}-{weight.lower()}.otf")


def _load(path: Path) -> Any:
    from fontTools.ttLib import TTFont

    return TTFont(path, recalcTimestamp=False)


def _east_asian(path: Path, region: str) -> Any:
    from fontTools.ttLib import TTCollection

    fonts = TTCollection(path).fonts
    return next(font for font in fonts if font["name"].getDebugName(1).startswith(f"Noto Sans CJK {region}"))


def _cut(font: Any, wanted: frozenset[int], features: list[str]) -> Any:
    """Only some characters, without hints: banners are drawn large and smooth."""
    from fontTools.subset import Options, Subsetter

    options = Options()
    options.hinting, options.glyph_names, options.notdef_outline = False, False, True
    options.layout_features, options.name_IDs = features, [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.drop_tables = [*options.drop_tables, "DSIG", "STAT", "VORG", "vhea", "vmtx", "BASE"]
    options.recalc_timestamp = False
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)
    return font


def _merged(own: Any, latin: Any) -> Any:
    """One font for texts that mix two scripts: a line is shaped and ordered in one go."""
    from fontTools.merge import Merger

    merger, paths = Merger(), []
    for font in (own, latin):
        stored = BytesIO()
        font.save(stored)
        stored.seek(0)
        paths.append(stored)
    font = merger.merge(paths)
    font["head"].modified = font["head"].created = latin["head"].created
    font.recalcTimestamp = False
    return font


def _save(font: Any, name: str) -> None:
    font.save(_TARGET / name)
    print(f"{name:30} {(_TARGET / name).stat().st_size / 1e3:8.0f} KB")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
