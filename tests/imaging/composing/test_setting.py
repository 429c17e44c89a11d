"""From texts to lines."""

import unicodedata
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofpress.domain.designs import Assets, Box, BrandKit
from proofpress.imaging.composing import Composer, MissingFont, MissingGlyphs, MissingText, Overlap, TextOverflow
from proofpress.imaging.composing.fonts.choosing import Fonts, Voice
from proofpress.imaging.composing.fonts.scripts import Script, script_of
from proofpress.imaging.composing.setting.breaking import atoms_of
from proofpress.imaging.composing.setting.hyphens import divisions
from proofpress.imaging.composing.setting.paragraph import Paragraph, set_text
from tests.imaging.composing.banners import composed, job
from tests.imaging.composing.copy import TEXTS
from tests.support.shops import ground

NEVER_FIRST = "、。，！？）」』ーっゃゅょ"  # noqa: RUF001
NEVER_LAST = "（「『￥"  # noqa: RUF001


def voice(text: str, locale: str, *, bold: bool = True) -> Voice:
    return Fonts(Assets()).voice(text, locale, "here", bold=bold)[0]


def lines(
    text: str, locale: str, width: float, most: int = 6, size: float = 20, *, hyphens: bool = True
) -> tuple[str, ...]:
    found = set_text(voice(text, locale), text, size, width, most, hyphens=hyphens)
    assert isinstance(found, Paragraph)
    assert found.width <= width
    return found.lines


def test_lines_are_evened_out_and_no_word_is_left_over() -> None:
    set_lines = lines("The new linen collection made to last and last", "en", 300)
    assert len(set_lines) == 2
    assert all(len(line.split()) > 1 for line in set_lines)
    assert abs(len(set_lines[0]) - len(set_lines[1])) < 12


@given(st.lists(st.text("abcdefghij", min_size=1, max_size=6), min_size=5, max_size=14), st.integers(200, 700))
def test_a_text_of_short_words_never_ends_in_a_line_of_one_word(words: list[str], width: int) -> None:
    found = set_text(voice("a", "en"), " ".join(words), 20, width, 20, hyphens=False)
    assert found is not None
    assert " ".join(found.lines).replace("\u00a0", " ").split() == words
    if len(found.lines) > 1:
        assert len(found.lines[-1].replace("\u00a0", " ").split()) > 1


@given(
    st.text("朝のように軽やかひと夏で終わらない新しいリネンコレクション、。「」（）ーっ", min_size=4, max_size=40),  # noqa: RUF001
    st.integers(120, 400),
)
def test_east_asian_lines_neither_begin_nor_end_with_what_may_not_stand_there(text: str, width: int) -> None:
    found = set_text(voice(text, "ja"), text, 20, width, 40, hyphens=True)
    if found is None:
        return  # a run of marks that may not be parted, wider than the line
    assert "".join(found.lines).replace("\u00a0", "") == text
    assert not any(line[0] in NEVER_FIRST for line in found.lines[1:])
    assert not any(line[-1] in NEVER_LAST for line in found.lines[:-1])


def test_japanese_is_broken_between_phrases_while_that_fits() -> None:
    pieces = [atom.text for atom in atoms_of("ひと夏で終わらない、新しいリネンコレクション。", phrases=True)]
    assert pieces == ["ひと", "夏で", "終わらない、", "新しい", "リネンコレクション。"]


def test_chinese_is_broken_between_short_clauses_while_that_fits() -> None:
    pieces = [atom.text for atom in atoms_of("轻盈如清晨，自在一整天", phrases=True)]  # noqa: RUF001
    assert pieces == ["轻盈如清晨，", "自在一整天"]  # noqa: RUF001
    assert len(atoms_of("全新亚麻系列为不止一个夏天而作", phrases=True)) == 15


def test_korean_is_broken_at_spaces() -> None:
    assert [atom.text for atom in atoms_of("한 계절을 넘어", phrases=False)] == ["한", "계절을", "넘어"]


def test_a_word_is_divided_only_where_nothing_else_fits() -> None:
    text = "Wintersonderverkauf"
    assert lines(text, "de-DE", 400) == (text,)
    assert lines(text, "de-DE", 150) == ("Wintersonder-", "verkauf")
    assert set_text(voice(text, "de-DE"), text, 20, 150, 3, hyphens=False) is None


def test_hyphens_of_the_writer_come_before_those_of_the_patterns() -> None:
    assert divisions("Winter\u00adsonder\u00adverkauf", "de-DE") == [6, 12]
    assert lines("Wint\u00adersonderverkauf", "de-DE", 190) == ("Wint-", "ersonderverkauf")


def test_a_language_without_patterns_is_not_divided() -> None:
    assert divisions("צפרירים", "he-IL") == []


@pytest.mark.parametrize(
    ("locale", "script"),
    [
        ("de-DE", Script.EUROPEAN), ("ru-RU", Script.EUROPEAN), ("el-GR", Script.EUROPEAN), ("ar-EG", Script.ARABIC),
        ("he-IL", Script.HEBREW), ("hi-IN", Script.DEVANAGARI), ("ja-JP", Script.JAPANESE), ("ko-KR", Script.KOREAN),
        ("zh-CN", Script.SIMPLIFIED), ("zh-TW", Script.TRADITIONAL),
    ],
)  # fmt: skip
def test_a_script_is_told_by_the_text_and_its_region_by_the_locale(locale: str, script: Script) -> None:
    assert script_of(TEXTS[locale]["headline"], locale) is script


def test_latin_words_in_arabic_are_set_in_one_font_with_it() -> None:
    text = "مجموعة NOVA 2026"
    assert voice(text, "ar").face.name == "Noto Sans arabic-bold"


def test_a_missing_character_is_named_with_its_code_point_and_its_text() -> None:
    with pytest.raises(MissingGlyphs, match=r"text subline: no font has '\U0001f33b' \(U\+1F33B SUNFLOWER\)") as caught:
        composed(job(subline="Sommer \U0001f33b"))
    assert "template hero, format iab-300x250, locale de-DE" in str(caught.value)


def test_what_looks_the_same_is_set_where_a_font_lacks_one_of_the_two() -> None:
    _, settable = Fonts(Assets()).voice("−25 %", "de", "here", bold=True)  # noqa: RUF001
    assert unicodedata.name(settable[0]) == "EN DASH"


def test_a_text_that_does_not_fit_is_an_error_that_names_it() -> None:
    with pytest.raises(TextOverflow, match=r"the text headline does not fit, even at .* px .*: shorten it"):
        composed(job(headline="Immer noch ein Wort mehr " * 15))


def test_a_needed_text_that_is_missing_is_named() -> None:
    with pytest.raises(MissingText, match="the text headline is missing"):
        composed(job(headline=" "))


def test_optional_texts_may_be_left_out() -> None:
    left_out = dict.fromkeys(("subline", "price", "old_price", "button", "badge", "legal"), "")
    assert [text.name for text in composed(job(**left_out)).figures.texts] == ["headline"]


@pytest.mark.parametrize("data", [b"no font", b"\0\x01\0\0" + bytes(100), b"OTTO" + bytes(3_000)])
def test_bytes_that_are_no_font_are_refused_by_name(data: bytes) -> None:
    with pytest.raises(MissingFont, match="the font of the brand's headings cannot be read"):
        Fonts(Assets(heading_font=data))


def test_a_font_that_is_read_and_cannot_be_drawn_with_is_refused() -> None:
    data = bytearray((resources.files("proofpress.imaging.composing.fonts") / "data" / "hebrew-bold.ttf").read_bytes())
    data[16_574] = 141  # makes a glyph larger than FreeType draws
    texts = {"headline": "Ready for rain", "price": "9.00"}
    brand = BrandKit(heading_font="font.ttf")
    asked = job().model_copy(update={"brand": brand, "texts": texts, "locale": "en-GB"})
    with pytest.raises(MissingFont, match="cannot be drawn with"):
        Composer(ground(1, (512, 512)), Assets(heading_font=bytes(data))).compose(asked)


def test_a_brand_font_is_taken_where_it_has_all_characters_and_a_bundled_one_elsewhere() -> None:
    hebrew = voice("אבג", "he").face._data
    fonts = Fonts(Assets(heading_font=hebrew))
    assert fonts.voice("Nova", "en", "here", bold=True)[0].face.name == "of the brand's headings"
    assert fonts.voice("Лето", "ru", "here", bold=True)[0].face.name == "Noto Sans european-bold"


def test_line_feeds_of_the_writer_are_kept_and_other_blanks_are_not() -> None:
    done = composed(job("product", "meta-1080x1080", headline=" Leicht\t wie \r\nder  Morgen\n"))
    headline = next(text for text in done.figures.texts if text.name == "headline")
    assert headline.lines == 2


def test_letters_and_their_accents_are_put_together() -> None:
    apart = job("hero", headline=unicodedata.normalize("NFD", "Frühling für Österreich"))
    assert composed(apart).data == composed(job("hero", headline="Frühling für Österreich")).data


def test_a_text_that_is_far_too_long_is_refused_before_it_is_set() -> None:
    with pytest.raises(TextOverflow, match="the text subline has 501 characters; at most 500 are set"):
        composed(job(subline="a" * 501))


def test_hans_in_hong_kong_is_simplified() -> None:
    assert [script_of("轻盈", name) for name in ("zh-Hans-HK", "zh-HK", "zh")] == [
        Script.SIMPLIFIED, Script.TRADITIONAL, Script.SIMPLIFIED,
    ]  # fmt: skip


def test_members_that_would_stand_on_each_other_are_an_error_that_names_both() -> None:
    banner = job("hero", "meta-1200x628")
    everywhere = banner.template.areas["copy"].model_copy(update={"box": Box()})
    areas = banner.template.areas | {"copy": everywhere, "corner": everywhere}
    template = banner.template.model_copy(update={"areas": areas, "overrides": {}})
    with pytest.raises(Overlap, match="legal and badge overlap: move their areas apart"):
        composed(banner.model_copy(update={"template": template}))
