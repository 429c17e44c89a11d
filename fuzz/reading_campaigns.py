"""Campaigns and what they are made of: files, JMESPath, templates, formats, brands."""

from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

from fuzz.files import NoFiles
from fuzz.target import Target
from proofpress.domain.campaigns.news import News
from proofpress.domain.campaigns.spec import CampaignSpec
from proofpress.domain.catalog import parse_catalog
from proofpress.domain.designs import Template
from proofpress.domain.errors import Drop
from proofpress.manifests import InvalidManifest
from proofpress.manifests.campaigns.expressions import Interest, evaluate, fault_of, hears, passes, tell
from proofpress.manifests.campaigns.load import is_campaign, load_campaign
from proofpress.manifests.campaigns.wording import CannotWord, Wording
from proofpress.manifests.designs import read_template
from proofpress.manifests.designs.catalogue import read_formats
from proofpress.manifests.spelling import Speller
from tests.support.shops import CAMPAIGN

_CATALOG = parse_catalog(resources.files("proofpress").joinpath("models.toml").read_text("utf-8"))
_TODAY = date(2026, 1, 1)
_PROJECT = Path(__file__).resolve().parent.parent
_DESIGNS = resources.files("proofpress.manifests.designs") / "data"
_FIELDS: dict[str, Any] = {
    "title": "A cup",
    "status": "active",
    "tags": ["red", "blue"],
    "variants": [{"option1": "red", "price": "9.00"}, {"option1": "blue", "price": 12.5}],
    "weight": 3.5,
    "none": None,
}
_NEWS = News(sender="own", tenant="t", product="cup", fields=_FIELDS, changed=("product.title",))
_BRANDED = (
    CAMPAIGN
    + """brand: {colours: {accent: "#c0392b", ink: [1, 2, 3]}, logo: logo.png, heading_font: font.ttf, name: Fell}
focal: [0.5, 0.4]
lookup: {url: "https://shop.example/p/{{ product }}", headers: {X-Key: SHOP_KEY}, at: data}
photos: {variables: [title], hosts: ["*.example.com"], max_mb: 3}
webhook: {url: "https://shop.example/hook", secret: HOOK}
public_url: https://cdn.example/
"""
)
_EXPRESSIONS = (
    b"variants[0].price",
    b"status != 'archived' && variants[?price > `10`]",
    b"sort_by(variants, &option1)[-1].option1 | to_string(@)",
    b"join(', ', tags) || 'none'",
    b'{a: title, b: tags[::2]} | merge(@, `{"c": [1, 2]}`) | keys(@)',
    b"max_by(variants, &to_number(price)).price",
    b"[@,@][]|[@,@][]|[@,@][]|length(@)",
    b"map(&[@, @], tags) | to_string(@)",
    b"ceil(weight) == floor(to_number('3.9')) && !none",
)


def _load(data: bytes) -> None:
    spec = load_campaign("campaign.yaml", data, NoFiles(), _CATALOG, _TODAY)
    if CampaignSpec.model_validate_json(spec.model_dump_json()) != spec:
        raise AssertionError("a campaign that is another one once it was written down")
    is_campaign("campaign.yaml", data)
    if spec.source.encode() not in data:
        raise AssertionError("a campaign that is not what its user wrote")
    _hear(spec)


def _hear(spec: CampaignSpec) -> None:
    """What is let through by the checks can be refused for an event, in words, and not otherwise."""
    hears(spec, _NEWS)
    Interest(spec).in_news(_NEWS)
    try:
        if not passes(spec, _NEWS.document()):
            return
        told = tell(spec, _NEWS.document())
    except Drop:
        return
    wording = Wording(spec, told)
    for segment, locale in (
        (segment, locale) for segment in list(spec.segments)[:2] for locale in list(spec.locales)[:2]
    ):
        try:
            wording.alt(segment, locale, wording.texts(segment, locale))
        except CannotWord:
            continue


def _evaluate(data: bytes) -> None:
    expression = data.decode("utf-8", "replace")[:2_000]
    message, hint = fault_of(expression, Speller())
    if message:
        return
    if hint:
        raise AssertionError("a hint without a fault")
    first = evaluate(expression, _FIELDS, "the filter")
    if repr(evaluate(expression, _FIELDS, "the filter")) != repr(first):
        raise AssertionError("an expression that has another value the second time")


def _template(data: bytes) -> None:
    found = read_template("t.yaml", data)
    if Template.model_validate_json(found.model_dump_json(exclude_unset=True)) != found:
        raise AssertionError("a template that is another one once it was written down")


def _formats(data: bytes) -> None:
    found = read_formats("f.yaml", data)
    if any(form.name != name for name, form in found.items()):
        raise AssertionError("a format under another's name")


TARGETS = (
    Target(
        "campaign",
        _load,
        (InvalidManifest,),
        (
            CAMPAIGN.encode(),
            _BRANDED.encode(),
            *(path.read_bytes() for path in sorted((_PROJECT / "examples").glob("*/campaign.yaml"))),
        ),
    ),
    Target("expression", _evaluate, (Drop,), _EXPRESSIONS),
    Target(
        "template",
        _template,
        (InvalidManifest,),
        tuple(path.read_bytes() for path in sorted((_DESIGNS / "templates").iterdir(), key=lambda path: path.name)),
    ),
    Target("formats", _formats, (InvalidManifest,), ((_DESIGNS / "formats.yaml").read_bytes(),)),
)
