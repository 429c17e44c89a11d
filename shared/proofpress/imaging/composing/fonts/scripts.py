"""Writing systems: which one a text is in, and what setting it takes."""

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from proofpress.domain.designs.languages import language_of


class Script(StrEnum):
    """A writing system, or one of its regional forms; the bundled fonts are named by these."""

    EUROPEAN = "european"
    """Latin, Greek and Cyrillic."""
    ARABIC = "arabic"
    HEBREW = "hebrew"
    DEVANAGARI = "devanagari"
    SIMPLIFIED = "simplified"
    TRADITIONAL = "traditional"
    JAPANESE = "japanese"
    KOREAN = "korean"


EAST_ASIAN = frozenset({Script.SIMPLIFIED, Script.TRADITIONAL, Script.JAPANESE, Script.KOREAN})
"""Those whose fonts lend each other characters."""
SHAPED = frozenset({Script.ARABIC, Script.HEBREW, Script.DEVANAGARI})
"""Those that cannot be set letter by letter, from left to right."""


@dataclass(frozen=True)
class Metrics:
    """Vertical room of a script, in parts of the type size."""

    above: float
    """From the baseline to the top of a line's letters."""
    below: float
    """From the baseline to the end of its usual descenders."""
    tight: float
    """Between baselines of large type."""
    loose: float
    """Between baselines of small type."""


_METRICS = {
    Script.EUROPEAN: Metrics(0.73, 0.21, 1.1, 1.3),
    Script.ARABIC: Metrics(0.74, 0.32, 1.32, 1.45),
    Script.HEBREW: Metrics(0.70, 0.18, 1.12, 1.3),
    Script.DEVANAGARI: Metrics(0.86, 0.32, 1.34, 1.45),
}
_EAST_ASIAN_METRICS = Metrics(0.86, 0.12, 1.2, 1.4)

_STARTS: tuple[tuple[int, str], ...] = (
    (0x0041, "european"), (0x0530, ""), (0x0590, "hebrew"), (0x0600, "arabic"), (0x0780, ""), (0x0900, "devanagari"),
    (0x0980, ""), (0x1100, "hangul"), (0x1200, ""), (0x1E00, "european"), (0x2000, ""), (0x2E80, "han"),
    (0x3000, ""), (0x3001, "han"), (0x3040, "kana"), (0x3100, ""), (0x3130, "hangul"), (0x3190, ""), (0x31F0, "kana"), (0x3200, ""),
    (0x3400, "han"), (0xA000, ""), (0xA8E0, "devanagari"), (0xA900, ""), (0xAC00, "hangul"), (0xD7B0, ""),
    (0xF900, "han"), (0xFB00, "european"), (0xFB1D, "hebrew"), (0xFB50, "arabic"), (0xFE00, ""), (0xFE70, "arabic"),
    (0xFF00, ""), (0xFF01, "han"), (0xFF66, "kana"), (0xFFA0, "hangul"), (0xFFE0, "han"), (0xFFF0, ""), (0x20000, "han"), (0x323B0, ""),
)  # fmt: skip
"""First code points of stretches that belong to one family; empty for what every script uses."""
_FIRST = [start for start, _ in _STARTS]
_OF_FAMILY = {"hebrew": Script.HEBREW, "arabic": Script.ARABIC, "devanagari": Script.DEVANAGARI}


def metrics_of(script: Script) -> Metrics:
    """The vertical room that a script takes."""
    return _METRICS.get(script, _EAST_ASIAN_METRICS)


def family_of(character: str) -> str:
    """`european`, `arabic`, `hebrew`, `devanagari`, `han`, `kana` or `hangul`; empty for signs and spaces."""
    position = bisect_right(_FIRST, ord(character)) - 1
    return _STARTS[position][1] if position >= 0 and (ord(character) > 0x7F or character.isalpha()) else ""  # noqa: PLR2004


def script_of(text: str, locale: str) -> Script:
    """The script that decides on the font: any that is not European, if the text has a letter of it."""
    families = Counter(map(family_of, text))
    families.pop("", None)
    if families.keys() & {"han", "kana", "hangul"}:
        return _east_asian(frozenset(families), locale)
    others = [family for family, _ in families.most_common() if family in _OF_FAMILY]
    return _OF_FAMILY[others[0]] if others else Script.EUROPEAN


def _east_asian(families: frozenset[str], locale: str) -> Script:
    language = language_of(locale)
    if "kana" in families or language == "ja":
        return Script.JAPANESE
    if "hangul" in families or language == "ko":
        return Script.KOREAN
    subtags = frozenset(locale.replace("_", "-").lower().split("-"))
    traditional = subtags & {"hant", "tw", "hk", "mo"} and "hans" not in subtags
    return Script.TRADITIONAL if traditional else Script.SIMPLIFIED
