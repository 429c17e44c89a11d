"""Products that shops told of, and their banners."""

from enum import StrEnum

from proofpress.domain.states.moves import IllegalMove


class ProductState(StrEnum):
    """What must be done for a product that a shop told a campaign of."""

    CHANGED = "changed"
    """Its banners are to be arranged: backgrounds ordered, compositions asked for."""
    ARRANGED = "arranged"
    HELD = "held"
    """A cap has no room for its backgrounds, or something that it needs cannot be had; `words` says what."""


class BannersState(StrEnum):
    """The banners of a product that share a background."""

    WAITING = "waiting"
    """Their background is not there yet."""
    DUE = "due"
    """To be composed."""
    COMPOSED = "composed"
    """In the deliveries bucket; the product's index does not name them yet."""
    LISTED = "listed"


P = ProductState

PRODUCT_MOVES: dict[ProductState, frozenset[ProductState]] = {
    P.CHANGED: frozenset({P.CHANGED, P.ARRANGED, P.HELD}),
    P.ARRANGED: frozenset({P.CHANGED}),
    P.HELD: frozenset({P.CHANGED}),
}

BANNERS_MOVES: dict[BannersState, frozenset[BannersState]] = {
    BannersState.WAITING: frozenset({BannersState.WAITING, BannersState.DUE}),
    BannersState.DUE: frozenset({BannersState.DUE, BannersState.COMPOSED, BannersState.WAITING}),
    BannersState.COMPOSED: frozenset({BannersState.DUE, BannersState.WAITING, BannersState.LISTED}),
    BannersState.LISTED: frozenset({BannersState.DUE, BannersState.WAITING}),
}


def check_product(old: ProductState, new: ProductState) -> None:
    """Raise IllegalMove unless the table has this move."""
    if new not in PRODUCT_MOVES[old]:
        raise IllegalMove(f"a product cannot go from {old} to {new}")


def check_banners(old: BannersState, new: BannersState) -> None:
    """Raise IllegalMove unless the table has this move."""
    if new not in BANNERS_MOVES[old]:
        raise IllegalMove(f"banners cannot go from {old} to {new}")
