"""Order again what a campaign's products wait for in vain."""

from collections.abc import Sequence

from proofpress.domain import queries
from proofpress.domain.errors import BadInput
from proofpress.domain.records import Campaign, Product
from proofpress.ports import Ports
from proofpress.stages.campaigns import given_up


def retry(ports: Ports, campaign: Campaign, names: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Have given up backgrounds of these products ordered again, or of all; by product, the items that gave them up.

    BadInput where the campaign hears nothing any more, or knows no such product.
    """
    if not campaign.active:
        raise BadInput(f"{campaign.name} was removed: `proofpress campaign add {campaign.file}` adds it again.")
    again = {product.name: given_up.retry(ports, product.key) for product in _chosen(ports, campaign, names)}
    return {name: items for name, items in again.items() if items}


def given_up_by(ports: Ports, campaign: Campaign, names: Sequence[str]) -> set[str]:
    """The items that gave up what `retry` would order again."""
    found = (given_up.given_up_items(ports.ledger, product.key) for product in _chosen(ports, campaign, names))
    return {item.key for items in found for item in items}


def _chosen(ports: Ports, campaign: Campaign, names: Sequence[str]) -> list[Product]:
    known = {product.name: product for product in ports.ledger.find(queries.products(campaign.name))}
    unknown = [name for name in names if name not in known]
    if unknown:
        raise BadInput(
            f"{campaign.name} knows no product {unknown[0]!r}: `proofpress campaign show {campaign.name}` lists them."
        )
    return [known[name] for name in dict.fromkeys(names or sorted(known))]
