"""Which characters the bundled fonts keep."""

from collections.abc import Iterable, Iterator

_SIGNS = {*range(0x2010, 0x2028), *range(0x2030, 0x203B), *range(0x20A0, 0x20C1), 0x2116, 0x2122, 0x2190, 0x2191}
_SIGNS |= {0x2192, 0x2193, 0x2212, 0x2215, 0x221E, 0x2248, 0x2260, 0x2264, 0x2265, 0x25CF, 0x2605, 0x2713, 0x202F}
EUROPEAN = frozenset(
    {
        *range(0x20, 0x7F), *range(0xA0, 0x180), 0x1A0, 0x1A1, 0x1AF, 0x1B0, *range(0x1CD, 0x1DD), *range(0x200, 0x220),
        *range(0x2B0, 0x370), *range(0x370, 0x400), *range(0x400, 0x500), *range(0x1E00, 0x1F00), *_SIGNS,
    }
)  # fmt: skip
"""Latin with Vietnamese, Greek without its ancient accents, Cyrillic, and the signs that prices and copy use."""
LATIN = frozenset({*range(0x20, 0x7F), *range(0xA0, 0x180), *_SIGNS})
"""What fonts of other scripts have besides their own: brand names, units, prices."""
ARABIC = frozenset({*range(0x600, 0x700), *range(0x750, 0x780), 0x200C, 0x200D, 0x200E, 0x200F, 0xFDFC})
HEBREW = frozenset({*range(0x590, 0x600), 0x200E, 0x200F, 0x20AA, *range(0xFB1D, 0xFB50)})
DEVANAGARI = frozenset({*range(0x900, 0x980), 0x200C, 0x200D, 0x25CC, 0x20B9, *range(0xA8E0, 0xA8F8)})

_EAST_ASIAN = frozenset(
    {*range(0x20, 0x7F), *range(0xA0, 0x100), *range(0x3000, 0x3100), *range(0xFF01, 0xFFF0), *_SIGNS, 0x203B, 0x2103}
)
_BYTES = range(0xA1, 0xFF)
_BIG5_BYTES = (*range(0x40, 0x7F), *range(0xA1, 0xFF))


def _coded(codec: str, rows: Iterable[int], cells: Iterable[int] = _BYTES) -> Iterator[int]:
    """Code points of part of a national character set; cells that it leaves empty are skipped."""
    cells = tuple(cells)
    for row in rows:
        for cell in cells:
            text = bytes((row, cell)).decode(codec, errors="ignore")
            yield from map(ord, text[:1])


SIMPLIFIED = _EAST_ASIAN | {*_coded("gb2312", range(0xB0, 0xD8))}
"""GB 2312 level 1: 3,755 characters, over 99 % of running text."""
TRADITIONAL = _EAST_ASIAN | {*_coded("big5", range(0xA4, 0xC7), _BIG5_BYTES)}
"""Big5 level 1: 5,401 characters."""
JAPANESE = _EAST_ASIAN | {*_coded("euc_jp", range(0xB0, 0xD0))}
"""JIS X 0208 level 1: 2,965 characters, and kana."""
KOREAN = _EAST_ASIAN | {*_coded("euc_kr", range(0xB0, 0xC9))}
"""The 2,350 syllables of KS X 1001."""
