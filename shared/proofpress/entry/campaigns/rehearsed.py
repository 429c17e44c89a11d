"""What is said of an event and a campaign before anything is called."""

from enum import StrEnum

from pydantic import BaseModel

from proofpress.domain.money import ZERO, Usd
from proofpress.domain.written_values import Scalar


class Verdict(StrEnum):
    """What would become of an event."""

    UNHEARD = "unheard"
    """The campaign does not listen to it."""
    COPY = "copy"
    """It came before, or something newer did."""
    NOTHING = "nothing"
    """It changes nothing that banners show."""
    TEXTS = "texts"
    """Banners are composed anew, without a paid call."""
    PICTURES = "pictures"
    """Backgrounds are made."""
    REFUSED = "refused"
    """It cannot be used; `why` says what to do."""
    UNKNOWN = "unknown"
    """The product would have to be looked up first."""


class Rehearsal(BaseModel):
    """One event and one campaign."""

    campaign: str
    product: str = ""
    verdict: Verdict
    why: str = ""
    variables: dict[str, Scalar] = {}
    banners: int = 0
    backgrounds: int = 0
    """That the banners share."""
    found: int = 0
    """Of those, there already or on their way."""
    given_up: int = 0
    """Of those, given up: banners wait for them in vain."""
    ordered: int = 0
    """Of those, to be made."""
    expected_usd: Usd = ZERO
    worst_usd: Usd = ZERO
    """Within the campaign's caps."""
    faults: tuple[str, ...] = ()
    """Banners whose texts could not be filled in."""
