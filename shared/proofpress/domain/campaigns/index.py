"""Indexes: small files of a fixed name that say which files, of names that never change their meaning, are current."""

from pydantic import AwareDatetime, BaseModel, ConfigDict

from proofpress.domain.events import BannerDelivered


class _Index(BaseModel):
    model_config = ConfigDict(frozen=True)

    version: int = 1
    campaign: str


class IndexedBanner(BannerDelivered):
    """One current banner."""

    edition: int
    """Of the product that it shows; lower than the index's where a new picture is awaited."""


class ProductIndex(_Index):
    """The current banners of a product."""

    product: str
    tenant: str
    product_id: str
    edition: int
    changed: AwareDatetime
    """When the shop's last change was heard of."""
    banners: tuple[IndexedBanner, ...]
    faults: tuple[str, ...] = ()


class IndexedProduct(BaseModel):
    """One product of a campaign."""

    model_config = ConfigDict(frozen=True)

    product: str
    tenant: str
    product_id: str
    edition: int
    banners: int
    index: str
    """Name of its index in the deliveries bucket."""
    index_url: str = ""


class CampaignIndex(_Index):
    """The products of a campaign, by name."""

    products: dict[str, IndexedProduct] = {}


def campaign_index_name(campaign: str) -> str:
    """The object that holds a campaign's index."""
    return f"{campaign}/index.json"


def product_index_name(campaign: str, product: str) -> str:
    """The object that holds a product's index."""
    return f"{campaign}/{product}/index.json"
