"""Questions about campaigns, their products and banners."""

from proofpress.domain.queries.query import Query, equal, still_before
from proofpress.domain.records import BannerSet, Campaign, Product
from proofpress.domain.states import BannersState


def campaigns() -> Query[Campaign]:
    """All campaigns, those that hear nothing any more too."""
    return Query(Campaign)


def active_campaigns() -> Query[Campaign]:
    """Campaigns that hear events."""
    return Query(Campaign, equal(active=True))


def products(campaign: str) -> Query[Product]:
    """All products that a campaign was told of."""
    return Query(Product, equal(campaign=campaign))


def due_products(before: int, limit: int) -> Query[Product]:
    """Products that have stood still since before a moment, the longest first."""
    return Query(Product, still_before(before), order="still_since", limit=limit)


def untold_products() -> Query[Product]:
    """Products of whose banners the world is still to be told."""
    return Query(Product, equal(untold=True))


def banner_sets(product: str) -> Query[BannerSet]:
    """The banners of a product, by the backgrounds that they share."""
    return Query(BannerSet, equal(product=product))


def sets_due(product: str) -> Query[BannerSet]:
    """Banners of a product that are still to be composed."""
    return Query(BannerSet, equal(product=product, state=BannersState.DUE))


def sets_to_list(product: str) -> Query[BannerSet]:
    """Banners of a product that were composed, and that its index does not name yet."""
    return Query(BannerSet, equal(product=product, state=BannersState.COMPOSED))


def sets_over(background: str) -> Query[BannerSet]:
    """Banners of all products that share a background."""
    return Query(BannerSet, equal(background=background))


def due_sets(before: int, limit: int) -> Query[BannerSet]:
    """Banners that have stood still since before a moment, the longest first."""
    return Query(BannerSet, still_before(before), order="still_since", limit=limit)
