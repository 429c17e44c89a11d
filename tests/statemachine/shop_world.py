"""A campaign as the machine sees it: what a shop said of its products, when, and what was shown of them."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from proofpress.domain.events import BannersDelivered
from proofpress.stages.campaigns import given_up
from tests.statemachine.holding.banners import check_banners
from tests.statemachine.snapshot import Snapshot
from tests.statemachine.world import World
from tests.support.shops import Shop, news

PRODUCTS = ("jacket", "parka")


@dataclass(frozen=True)
class Word:
    """What a shop says of a product at one moment."""

    colour: str
    price: str


class ShopWorld(World):
    """One campaign with two products that may share their backgrounds."""

    def __init__(self, shop: Shop, folder: Path, campaign: str, cap: Decimal) -> None:
        super().__init__(shop, (), folder)
        self.shop = shop
        self.worst = cap
        self.said: dict[str, dict[int, Word]] = defaultdict(dict)
        """By product and minute; what was said of a minute is never unsaid."""
        self.shown: dict[str, int] = defaultdict(int)
        """Editions of the indexes that were seen last."""
        self.insisted: set[str] = set()
        """Products whose banners somebody does not want to do without."""
        self.retried: set[str] = set()
        """Items whose backgrounds somebody wanted again: no other one may be replaced."""
        self._campaign = campaign

    def tell(self, product: str, minute: int, word: Word) -> None:
        """Have the shop speak; of a minute that it has spoken of, it says the same once more."""
        said = self.said[product].setdefault(minute, word)
        name = len(PRODUCTS) * minute + PRODUCTS.index(product)
        event = news(name, colour=said.colour, price=said.price, product=product)
        self.shop.send({**event, "time": f"2026-11-27T08:{minute:02d}:00Z"})

    def raise_cap(self, cap: Decimal) -> None:
        """Add the campaign again, with more to spend."""
        self.worst = max(self.worst, cap)
        self.shop.add(self._campaign.format(cap=self.worst))

    def retry(self, product: str) -> None:
        """Have given up backgrounds of a product ordered again, now and once more when all has come to its end."""
        self.insisted.add(product)
        key = f"autumn/{product}"
        before = {item.key for item in given_up.given_up_items(self.shop.ledger, key)}
        assert set(given_up.retry(self.shop.ports, key)) == before
        self.retried |= before

    def finish(self) -> None:
        """The shop says everything again that nobody may have heard, and then a calm while passes."""
        for product, words in self.said.items():
            for minute, word in words.items():
                self.tell(product, minute, word)
        super().finish()
        for product in sorted(self.insisted):
            self.retry(product)
        super().finish()

    def check(self) -> Snapshot:
        """What must hold at every moment."""
        seen = super().check()
        check_banners(self.shop, self.shown, self.retried)
        return seen

    def told(self, product: str) -> list[BannersDelivered]:
        """What the world was told of a product's banners."""
        key = f"autumn/{product}"
        outcomes = self.pipeline.bus.outcomes
        return [event for event in outcomes if isinstance(event, BannersDelivered) and event.product == key]
