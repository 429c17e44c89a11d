"""Templates and formats: those of the package, and what is said of those that users write."""

import pytest

from proofpress.domain.designs import Encoding, Shape, Template, Use, background_ratio
from proofpress.domain.designs.formats import kept_share
from proofpress.entry.settings import Settings, read_catalog
from proofpress.manifests.designs import formats, read_formats, read_template, templates
from proofpress.manifests.problems import InvalidManifest

FAULTY = """\
name: My Card
areas:
  copy: {box: {start: 0, top: 0, width: 1.2, height: 1}, algin: start}
  side: {takes: [cpoy]}
layers:
  - {kind: background}
  - {kind: text, name: headline, area: copi, size: 0.1}
"""

MISPLACED = """\
name: card
areas:
  copy: {box: {start: 0, top: 0, width: 1, height: 1}}
layers:
  - {kind: background, size: 0.1}
  - {kind: text, name: headline, area: cpoy}
  - {kind: text, name: headline, area: copy, size: 0.1, beside: price}
  - {kind: logo, area: copy, size: 0.1, bold: true}
overrides:
  iab-300x205: {layers: {headline: {size: 0.2}}}
  square:
    areas: {side: {gap: 0.1}}
    layers: {headlnie: {size: 0.2}, headline: {fade: end}}
"""


def problems_of(text: str) -> list[str]:
    with pytest.raises(InvalidManifest) as caught:
        read_template("card.yaml", text.encode())
    return [str(problem) for problem in caught.value.problems]


def test_every_shipped_template_has_every_format_in_mind() -> None:
    assert set(templates()) == {"hero", "band", "centered", "product"}
    for template in templates().values():
        assert "headline" in template.required_texts
        assert template.text_names == {"headline", "subline", "price", "old_price", "button", "badge", "legal"}
        for form in formats().values():
            shown = template.fitted(form)
            assert "headline" in shown.text_names
            assert not shown.overrides


def test_the_catalogue_has_the_sizes_and_limits_of_their_owners() -> None:
    known = formats()
    assert {(form.width, form.height) for form in known.values() if form.group == "iab"} == {
        (970, 250), (970, 90), (728, 90), (300, 250), (160, 600), (300, 1050), (320, 50), (300, 50), (120, 60),
        (640, 1136), (750, 1334), (1080, 1920),
    }  # fmt: skip
    assert {form.max_bytes for form in known.values() if form.name.startswith("google-")} == {150_000}
    assert known["iab-320x50"].max_bytes == 50_000
    assert (known["meta-story"].safe.top, known["meta-story"].safe.bottom) == (0.14, 0.2)
    assert {Encoding.WEBP, Encoding.AVIF}.isdisjoint(known["email-1200x400"].encodings)


def test_every_shape_has_a_format() -> None:
    assert {form.shape for form in formats().values()} == set(Shape)


@pytest.mark.parametrize(
    ("form", "ratio"),
    [
        ("iab-728x90", "8:1"), ("iab-320x50", "8:1"), ("iab-970x250", "4:1"), ("iab-160x600", "1:4"),
        ("google-300x600", "9:16"), ("meta-1200x628", "16:9"), ("iab-300x250", "5:4"),
    ],
)  # fmt: skip
def test_a_format_is_cropped_from_the_nearest_ratio_that_the_model_makes(form: str, ratio: str) -> None:
    ratios = read_catalog(Settings()).models["gemini-3.1-flash-image"].ratios
    assert background_ratio(formats()[form], ratios) == ratio
    assert kept_share(formats()[form], ratio) > 0.7


def test_a_template_that_shows_the_picture_in_a_box_wants_it_in_the_shape_of_that_box() -> None:
    ratios = read_catalog(Settings()).models["gemini-3.1-flash-image"].ratios
    form = formats()["iab-300x250"]
    assert (
        Use(template=templates()["hero"], form=form).background_ratio(ratios) == background_ratio(form, ratios) == "5:4"
    )
    assert Use(template=templates()["band"], form=form).background_ratio(ratios) == "21:9"


def test_all_that_is_wrong_with_a_template_is_said_at_once_with_its_lines() -> None:
    found = problems_of(FAULTY)
    assert [problem.split(": ")[0] for problem in found] == ["card.yaml:1", "card.yaml:3", "card.yaml:3"]
    assert "name: must be a name of small letters" in found[0]
    assert any("areas.copy.algin: unknown key (did you mean 'align'?)" in problem for problem in found)
    assert any("areas.copy.box.width: " in problem and "1.2" in problem for problem in found)


def test_references_that_lead_nowhere_and_misplaced_fields_are_said_at_once() -> None:
    assert problems_of(MISPLACED) == [
        "card.yaml:5: layers[0].size: a background takes no size (it takes tone)",
        "card.yaml:6: layers[1]: a text needs size",
        "card.yaml:6: layers[1].area: unknown area 'cpoy' (did you mean 'copy'?)",
        "card.yaml:7: layers[2].name: a second layer 'headline' (give it another name)",
        "card.yaml:7: layers[2].beside: no layer 'price' comes before it in its area",
        "card.yaml:8: layers[3].bold: a logo takes no bold (it takes area, beside, size)",
        "card.yaml:10: overrides.iab-300x205: unknown shape or format 'iab-300x205' (did you mean 'iab-300x250'?)",
        "card.yaml:12: overrides.square.areas.side: unknown area 'side' (known are copy)",
        "card.yaml:13: overrides.square.layers.headlnie: unknown layer 'headlnie' (did you mean 'headline'?)",
        "card.yaml:13: overrides.square.layers.headline.fade: an override of a text takes no fade",
    ]


def test_a_box_that_stands_out_of_its_banner_is_refused() -> None:
    text = "name: card\nareas:\n  copy: {box: {start: 0.5, width: 0.6}}\nlayers: [{kind: background}]\n"
    assert problems_of(text) == [
        "card.yaml:3: areas.copy.box: start and width add up to more than 1: it would stand out at the end"
    ]


@pytest.mark.parametrize("text", ["", "- a list", "just text"])
def test_a_template_that_is_no_mapping_is_refused(text: str) -> None:
    assert "must be a mapping" in problems_of(text)[0]


def test_an_override_changes_only_what_it_names() -> None:
    template: Template = templates()["hero"]
    wide, square = (template.fitted(formats()[name]) for name in ("meta-1200x628", "meta-1080x1080"))
    assert square.areas["copy"].gap == wide.areas["copy"].gap
    assert square.areas["copy"].box != wide.areas["copy"].box
    assert "legal" in wide.text_names
    assert "legal" not in square.text_names


def test_a_format_of_a_users_own_is_read_and_one_that_cannot_be_is_named() -> None:
    own = "formats:\n  - {name: shelf, width: 800, height: 200, max_bytes: 90000, encodings: [webp]}\n"
    assert read_formats("own.yaml", own.encode())["shelf"].shape is Shape.BANNER
    twice = own + "  - {name: shelf, width: 8, height: 200, max_bytes: 90000}\n"
    with pytest.raises(InvalidManifest, match=r"own.yaml:3: formats\[1\].width: must be greater than or equal to 16"):
        read_formats("own.yaml", twice.encode())
    with pytest.raises(InvalidManifest, match="a second format 'shelf'"):
        read_formats("own.yaml", twice.replace("width: 8,", "width: 80,").encode())
