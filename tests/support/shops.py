"""A campaign on the stages, on real local parts: events go in as shops send them, banners come out."""

import io
import json
import random
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from PIL import Image, ImageFilter

from proofpress.domain import queries
from proofpress.domain.campaigns.index import ProductIndex, product_index_name
from proofpress.domain.errors import Drop
from proofpress.domain.events import ShopEventReceived, encode
from proofpress.domain.instructions import Instruction
from proofpress.domain.records import BannerSet, Campaign, Product
from proofpress.entry.campaigns.adding import add
from proofpress.entry.manifest_files import read_campaign
from proofpress.ports import Allowed, Bucket, Ports, Topic
from tests.support.pipeline import Pipeline, ScriptedModels, catalog

CAMPAIGN = """
name: autumn
max_usd: 10
event:
  filter: "status != 'archived'"
  variables: {title: title, colour: "variants[0].option1", price: "variants[0].price"}
visual: [colour, setting]
variables: {currency: {en-GB: GBP, ar-EG: EGP}}
segments:
  hikers: {setting: a trail, headline: {en-GB: Ready for rain, ar-EG: جاهز للمطر}}
  members: {setting: a trail, headline: {en-GB: For members, ar-EG: للأعضاء}}
  commuters: {setting: a street, headline: {en-GB: Dry to work, ar-EG: جاف إلى العمل}}
locales: {en-GB: {}, ar-EG: {}}
defaults: {prompt: "a {{ colour }} jacket, {{ setting }}", review: none, route: two_tier, draft: lite, final: standard}
ratios: ["1:1", "16:9"]
formats: [iab-300x250, responsive-1200x628]
template: hero
texts: {headline: "{{ headline }}", price: "{{ price | money(currency) }}"}
alt: "{{ title }} in {{ colour }}"
"""
"""3 segments x 2 locales x 2 formats = 12 banners over 2 settings x 2 ratios = 4 backgrounds."""


@cache
def ground(seed: int, size: tuple[int, int]) -> bytes:
    """A calm picture with a subject at its end, different for every seed, that texts can be set on."""
    chance = random.Random(seed)
    dark, light = (tuple(chance.randrange(*span) for _ in range(3)) for span in ((20, 60), (90, 150)))
    small = Image.new("RGB", (32, 32))
    small.putdata([light if x > 20 and 8 < y < 26 else dark for y in range(32) for x in range(32)])
    soft = small.filter(ImageFilter.GaussianBlur(2))
    out = io.BytesIO()
    soft.resize(size, Image.Resampling.BICUBIC).save(out, "JPEG", quality=85)
    return out.getvalue()


def drawn(instruction: Instruction, _attempt: str = "") -> bytes:
    """What is drawn for an instruction."""
    return ground(instruction.seed, catalog().pixel_size(instruction.aspect_ratio, instruction.image_size))


class ScriptedWeb:
    """Servers as a test scripts them, by address; every request is noted."""

    def __init__(self) -> None:
        self.pages: dict[str, bytes | Exception] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.sent: list[tuple[str, bytes, dict[str, str]]] = []
        self.secrets: dict[str, str] = {}

    def fetch(self, url: str, allowed: Allowed, headers: dict[str, str] | None = None) -> bytes:
        """The page of an address."""
        del allowed
        self.asked.append((url, headers or {}))
        page = self.pages.get(url, Drop(f"{url} answered 404 Not Found"))
        if isinstance(page, Exception):
            raise page
        return page

    def send(self, url: str, body: bytes, headers: dict[str, str], seconds: float) -> None:
        """Take a body."""
        del seconds
        answer = self.pages.get(url, b"")
        if isinstance(answer, Exception):
            raise answer
        self.sent.append((url, body, headers))

    def secret(self, name: str) -> str:
        """A secret."""
        return self.secrets[name]


class Shop(Pipeline):
    """A pipeline with a campaign; `models.calls` are its paid pictures."""

    def __init__(
        self,
        folder: Path,
        campaign: str = CAMPAIGN,
        files: Mapping[str, bytes] | None = None,
        *,
        chance: random.Random | None = None,
        wrapped: Callable[[Ports], Ports] = lambda ports: ports,
    ) -> None:
        from dataclasses import replace

        self.web = ScriptedWeb()
        self.files = folder / "files"
        self.files.mkdir(parents=True)
        for name, data in (files or {}).items():
            (self.files / name).write_bytes(data)
        super().__init__(
            folder / "work",
            ScriptedModels(draws=drawn),
            chance=chance,
            wrapped=lambda ports: wrapped(replace(ports, web=self.web)),
        )
        self.add(campaign)

    def add(self, campaign: str) -> Campaign:
        """Add a campaign, or a changed one in its place."""
        path = self.files / "campaign.yaml"
        path.write_text(campaign, "utf-8")
        added, _ = add(self.ports, read_campaign(path, catalog(), self.clock.now().date()))
        return added

    def send(self, body: Mapping[str, Any], attributes: Mapping[str, str] | None = None) -> None:
        """Have an event on its way."""
        event = ShopEventReceived(attributes=dict(attributes or {}), text=json.dumps(body), published=self.clock.now())
        self.bus.waiting.append((Topic.REQUESTS, encode(event)))

    def hear(self, body: Mapping[str, Any], attributes: Mapping[str, str] | None = None) -> None:
        """Send an event and work until nothing moves."""
        self.send(body, attributes)
        self.drive()

    @property
    def paid(self) -> int:
        """Paid calls so far."""
        return len(self.models.calls)

    def product(self, name: str = "jacket", campaign: str = "autumn") -> Product:
        """A product as the ledger has it."""
        found = self.ledger.get(Product, f"{campaign}/{name}")
        assert found is not None
        return found

    def sets(self, name: str = "jacket", campaign: str = "autumn") -> list[BannerSet]:
        """The banners of a product, by background."""
        return self.ledger.find(queries.banner_sets(f"{campaign}/{name}"))

    def index(self, name: str = "jacket", campaign: str = "autumn") -> ProductIndex:
        """A product's index."""
        return ProductIndex.model_validate_json(self.store.get(Bucket.DELIVERIES, product_index_name(campaign, name)))


def news(number: int = 1, *, colour: str = "red", price: str = "149.00", **changes: Any) -> dict[str, Any]:
    """An event of our own about a jacket."""
    fields = {"title": "Fell Jacket", "status": "active", "variants": [{"option1": colour, "price": price}]}
    data = {"product": "jacket", "fields": {**fields, **changes.pop("fields", {})}, **changes}
    return {
        "specversion": "1.0",
        "type": "dev.proofpress.product.changed.v1",
        "source": "/shop",
        "id": f"event-{number}",
        "time": f"2026-11-27T08:{number:02d}:00Z",
        "data": data,
    }
