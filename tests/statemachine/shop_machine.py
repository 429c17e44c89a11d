"""The machine of campaigns: a shop that repeats itself, speaks out of order and in bursts, and banners all the same."""

from collections.abc import Callable
from contextlib import closing
from decimal import Decimal

from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from proofpress.domain import queries
from proofpress.domain.instructions import Instruction
from proofpress.domain.records import NEVER, Background, Item, Product
from proofpress.domain.states import BannersState, ItemState, ProductState
from tests.stages.service import Service
from tests.statemachine.calls import TROUBLE, Calls
from tests.statemachine.holding.banners import index_of
from tests.statemachine.machine import Machine
from tests.statemachine.shop_world import PRODUCTS, ShopWorld, Word
from tests.statemachine.snapshot import Snapshot
from tests.support.shops import Shop, drawn

CAMPAIGN = """
name: autumn
max_usd: {{cap}}
event:
  variables: {{{{title: title, colour: "variants[0].option1", price: "variants[0].price"}}}}
visual: [colour, setting]
segments:
  hikers: {{{{setting: a trail}}}}
  members: {{{{setting: a trail}}}}
  commuters: {{{{setting: a street}}}}
locales: {{{{en-GB: {{{{}}}}}}}}
defaults:
  prompt: "a {{{{{{{{ colour }}}}}}}} jacket, {{{{{{{{ setting }}}}}}}}"
  review: none
  draft: lite
  final: standard
  max_attempts: 4
  route: {route}
  lane: {lane}
ratios: ["1:1"]
formats: [iab-300x250]
texts: {{{{headline: "{{{{{{{{ title }}}}}}}}", price: "{{{{{{{{ price | money('GBP') }}}}}}}}"}}}}
text_space: false
"""
"""3 banners over 2 backgrounds, once its route and lane and then its cap are filled in."""
PLACES = 3

MINUTES = st.integers(1, 9)
WORDS = st.builds(Word, st.sampled_from(["red", "green"]), st.sampled_from(["149.00", "99.00"]))


class ShopMachine(Machine):
    """One campaign, and what a shop says of two products."""

    world: ShopWorld

    @initialize(
        route=st.sampled_from(["cheap", "two_tier"]),
        lane=st.sampled_from(["live", "batch"]),
        cap=st.sampled_from(["0.20", "1", "10"]),
        seed=st.integers(0, 1_000),
        faults=st.sampled_from([0.0, 0.4, 0.9]),
        trouble=TROUBLE,
    )
    def open(self, route: str, lane: str, cap: str, seed: int, faults: float, trouble: float) -> None:
        """Add a campaign."""
        calls = Calls(Service(seed, faults, 0.0, 1.0), trouble)
        folder = self.open_folder(calls)
        campaign = CAMPAIGN.format(route=route, lane=lane)
        shop = Shop(folder, campaign.format(cap=cap), wrapped=calls.with_batch_lane)
        self.opened.enter_context(closing(shop))
        shop.models.draws = _drawing(calls.service)
        self.world = ShopWorld(shop, folder, campaign, Decimal(cap))

    @rule(product=st.sampled_from(PRODUCTS), minute=MINUTES, word=WORDS)
    def tell(self, product: str, minute: int, word: Word) -> None:
        """The shop says something new, or old, or the same again."""
        self.world.tell(product, minute, word)

    @rule(product=st.sampled_from(PRODUCTS), minutes=st.lists(MINUTES, min_size=2, max_size=5), word=WORDS)
    def burst(self, product: str, minutes: list[int], word: Word) -> None:
        """It says much at once, in any order."""
        for minute in minutes:
            self.world.tell(product, minute, word)

    @rule(cap=st.sampled_from(["2", "20"]))
    def raise_cap(self, cap: str) -> None:
        """A person lets the campaign spend more."""
        self.world.raise_cap(Decimal(cap))

    @rule(product=st.sampled_from(PRODUCTS))
    def retry(self, product: str) -> None:
        """A person wants what was given up to be ordered again."""
        self.world.retry(product)

    def check_end(self, seen: Snapshot) -> None:
        """The last word of the shop stands, on every banner that could be made."""
        super().check_end(seen)
        shop = self.world.shop
        assert not shop.ledger.find(queries.untold_products())
        assert not shop.ledger.find(queries.due_products(NEVER, 10))
        for name, words in self.world.said.items():
            product = shop.product(name)
            last = words[max(words)]
            assert (product.told["colour"], product.told["price"]) == (last.colour, last.price)
            self._check_product(shop, name, product)

    def _check_product(self, shop: Shop, name: str, product: Product) -> None:
        sets = shop.sets(name)
        waiting = [each for each in sets if each.state is not BannersState.LISTED]
        for each in waiting:
            background = shop.ledger.get(Background, each.background)
            item = shop.ledger.get(Item, background.item) if background else None
            assert each.state is BannersState.WAITING
            assert item is not None
            assert item.state is ItemState.STOPPED, f"{each.key} waits for what comes or has come"
        index = index_of(shop, product)
        if product.state is ProductState.ARRANGED and not waiting:
            assert index is not None
            assert {banner.edition for banner in index.banners} == {product.edition}
            assert len(index.banners) == PLACES
        if index is not None and product.delivered:
            last = self.world.told(name)[-1]
            assert {banner.object for banner in last.banners} == {banner.object for banner in index.banners}


def _drawing(service: Service) -> Callable[[Instruction, str], bytes]:
    def draw(instruction: Instruction, label: str) -> bytes:
        service.draw(instruction, label)
        return drawn(instruction)

    return draw
