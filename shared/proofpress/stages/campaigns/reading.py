"""Campaigns as the ledger has them, read once and kept: an event needs one, and a product's banners many times."""

from functools import lru_cache
from pathlib import PurePosixPath

from proofpress.domain.campaigns.spec import CampaignSpec
from proofpress.domain.errors import Drop, Stop
from proofpress.domain.records import Campaign
from proofpress.manifests.campaigns.load import load_campaign
from proofpress.ports import Ports
from proofpress.stages.inbox import InboxFiles

_KEPT = 32


class _Key:
    """A campaign's edition, and the ports to read its files with, which do not tell editions apart."""

    def __init__(self, campaign: Campaign, ports: Ports) -> None:
        self.campaign = campaign
        self.ports = ports
        # Prices are not part of a campaign; what models can make is, and so is which of them are retired by today.
        self._identity = (campaign.name, campaign.fingerprint, ports.clock.now().date(), ports.catalog.checked)

    def __hash__(self) -> int:
        return hash(self._identity)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and other._identity == self._identity


def spec_of(ports: Ports, campaign: Campaign) -> CampaignSpec:
    """The campaign of a record; Drop where it cannot be used any more, such as for a model that was retired."""
    return _spec(_Key(campaign, ports))


def files_of(ports: Ports, campaign: Campaign) -> InboxFiles:
    """The files beside a campaign, as they were added with it."""
    return InboxFiles(ports.store, PurePosixPath(campaign.folder))


@lru_cache(_KEPT)
def _spec(key: _Key) -> CampaignSpec:
    campaign, ports = key.campaign, key.ports
    today = ports.clock.now().date()
    try:
        return load_campaign(
            campaign.file, campaign.source.encode(), files_of(ports, campaign), ports.catalog, today
        ).model_copy(update={"name": campaign.name})
    except Stop as error:
        raise Drop(f"the campaign {campaign.name} cannot be used any more: {error}") from error
