"""Campaign files: all that is wrong at once, with file, line, field and a hint."""

import json
from datetime import date
from pathlib import Path

import jsonschema
import pytest

from proofpress.domain.campaigns.graph import address, groups
from proofpress.domain.campaigns.spec import CampaignSpec, Told
from proofpress.manifests.campaigns.backgrounds import background_items
from proofpress.manifests.campaigns.load import is_campaign, load_campaign, schema
from proofpress.manifests.files import DirectoryFiles
from proofpress.manifests.formats.documents import read_document
from proofpress.manifests.problems import InvalidManifest, Problem
from tests.support.pipeline import catalog
from tests.support.shops import CAMPAIGN

TODAY = date(2026, 11, 27)
EXAMPLES = Path(__file__).parents[3] / "examples"


def load(text: str, folder: Path = EXAMPLES) -> CampaignSpec:
    return load_campaign("c.yaml", text.encode(), DirectoryFiles(folder), catalog(), TODAY)


def problems(text: str) -> list[Problem]:
    with pytest.raises(InvalidManifest) as refusal:
        load(text)
    return list(refusal.value.problems)


def test_all_faults_are_told_at_once_with_line_field_and_hint() -> None:
    text = (
        CAMPAIGN.replace("max_usd: 10", "max_us: 10")
        .replace("filter:", "fliter:")
        .replace("visual: [colour, setting]", "visual: [color, setting]")
        .replace("iab-300x250", "iab-30x250")
        .replace("template: hero", "template: heroo")
    )
    found = [str(problem) for problem in problems(text)]
    assert any("c.yaml:3: max_us: unknown key (did you mean 'max_usd'?)" in each for each in found)
    assert any("event.fliter: unknown key (did you mean 'filter'?)" in each for each in found)
    assert any("visual[0]: unknown variable 'color' (did you mean 'colour'?)" in each for each in found)
    assert any("formats[0]: unknown format 'iab-30x250' (did you mean 'iab-300x250'?)" in each for each in found)
    assert any("template: unknown template 'heroo' (did you mean 'hero'?)" in each for each in found)
    assert any("max_usd: is missing (say what it may cost" in each for each in found)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("a {{ colour }} jacket", "a {{ price }} jacket", "prompt: uses 'price', which is not visual"),
        ("a {{ colour }} jacket", "a {{ kolour }} jacket", "unknown variable 'kolour'"),
        ("a {{ colour }} jacket", "a {{ colour jacket", "is not a valid template"),
        ('"{{ headline }}"', '"{{ headlin }}"', "texts.headline: unknown variable 'headlin'"),
        ("{headline: ", "{headlines: ", "texts.headlines: the template 'hero' has no text 'headlines'"),
        ("ar-EG: للأعضاء", "ar-EX: للأعضاء", "unknown locale 'ar-EX' (did you mean 'ar-EG'?)"),
        ("en-GB: For members, ", "", "segments.members.headline: has no value for en-GB"),
        ("title: title", 'title: "title["', "event.variables.title: is not JMESPath"),
        ("title: title", 'title: "lenght(title)"', "calls an unknown function 'lenght' (did you mean 'length'?)"),
        ("locales: {en-GB: {}, ar-EG: {}}", "locales: {en-GB: {}, ar-EG: {}, xx-YY: {}}", "locales.xx-YY"),
        ('ratios: ["1:1", "16:9"]', 'ratios: ["5:7"]', "'5:7' is no ratio that the models of this campaign make"),
        (
            "defaults: {",
            "defaults: {size: 100x100, ",
            "defaults.size: is not for campaigns (the formats say the sizes)",
        ),
        ("defaults: {", "defaults: {prompt_: x, ", "defaults.prompt_: unknown key (did you mean 'prompt'?)"),
        ("final: standard", "final: nosuch", "nosuch"),
        ("name: autumn", "name: Autumn Sale", "must be 1 to 100 letters"),
        ("event:\n", "event:\n  senders: [shopfy]\n", "unknown sender 'shopfy' (did you mean 'shopify'?)"),
        ("visual:", "textual: [title]\nvisual:", "currency, headline, price: in neither list"),
        ("visual:", "photos: {variables: foto}\nvisual:", "'foto' is no variable of the event"),
        ("visual:", "photos: {variables: title}\nvisual:", "photos: allows no host"),
        ("visual:", 'lookup: {url: "https://{{ tenant }}/x"}\nvisual:', "lookup.url"),
        (
            "visual:",
            "brand: {colours: {accent: red}}\nvisual:",
            "brand.colours.accent: must be a colour like '#1a2b3c'",
        ),
        ("segments:", "segmentz:", "segmentz: unknown key (did you mean 'segments'?)"),
    ],
)
def test_a_fault_is_named_with_its_place(old: str, new: str, words: str) -> None:
    assert old in CAMPAIGN
    found = [str(problem) for problem in problems(CAMPAIGN.replace(old, new, 1))]
    assert any(words in each for each in found), found


def test_the_campaign_of_the_tests_and_the_examples_are_valid() -> None:
    assert load(CAMPAIGN).banners_of_a_product == 12
    for path in sorted(EXAMPLES.glob("*/campaign.yaml")):
        spec = load_campaign(path.name, path.read_bytes(), DirectoryFiles(path.parent), catalog(), TODAY)
        jsonschema.validate(read_document(path.name, path.read_bytes()).value, schema())
        assert spec.banners_of_a_product


def test_the_schema_is_one_and_refuses_an_unknown_key() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"segmentz": {}}, schema())


def test_a_manifest_is_no_campaign() -> None:
    assert is_campaign("c.yaml", CAMPAIGN.encode())
    assert not is_campaign("m.yaml", b"items: [a fox]\nformats: []")
    assert not is_campaign("m.csv", b"prompt\na fox\n")
    assert not is_campaign("m.yaml", b"{{")


def addresses(text: str, **told: str) -> list[str]:
    spec = load(text)
    known: Told = {"title": "Fell Jacket", "colour": "red", "price": "149", **told}
    found = groups(spec, known)
    items = background_items(spec, found, [], DirectoryFiles(EXAMPLES), catalog(), TODAY)
    return [address(item) for item in items]


def test_banners_share_a_background_where_their_visual_variables_and_ratio_are_equal() -> None:
    found = addresses(CAMPAIGN)
    assert len(found) == len(set(found)) == 4


def test_an_address_depends_on_what_the_picture_shows_and_on_nothing_else() -> None:
    before = addresses(CAMPAIGN)
    assert addresses(CAMPAIGN, price="99", title="Parka") == before
    assert addresses(CAMPAIGN.replace("Ready for rain", "Ready")) == before
    assert addresses(CAMPAIGN.replace("max_usd: 10", "max_usd: 3").replace("name: autumn", "name: winter")) == before
    assert not set(addresses(CAMPAIGN, colour="blue")) & set(before)
    assert not set(addresses(CAMPAIGN.replace("draft: lite", "draft: pro"))) & set(before)
    assert len(set(addresses(CAMPAIGN.replace("a street", "an alley"))) & set(before)) == 2


def test_what_is_written_is_json_too() -> None:
    value = read_document("c.yaml", CAMPAIGN.encode()).value
    spec = load_campaign("c.json", json.dumps(value).encode(), DirectoryFiles(EXAMPLES), catalog(), TODAY)
    assert spec.banners_of_a_product == 12
