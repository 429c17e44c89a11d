"""Add a campaign to a site, or take one away."""

from contextlib import suppress
from pathlib import PurePosixPath

from proofpress.domain import queries
from proofpress.domain.errors import BadInput
from proofpress.domain.events import ProductUpdated
from proofpress.domain.records import Campaign, Product
from proofpress.domain.states import ProductState
from proofpress.entry.manifest_files import LoadedCampaign
from proofpress.imaging.sniff import sniff
from proofpress.ports import AlreadyExists, Bucket, Create, Ports, Replace, Topic

FOLDER = "campaigns"
_DIGITS = 16


def add(ports: Ports, loaded: LoadedCampaign) -> tuple[Campaign, list[Product]]:
    """Store a campaign under its name, its files first; the record, and the products that it is arranged anew for.

    The same campaign again changes nothing.
    """
    spec = loaded.spec
    folder = str(PurePosixPath(FOLDER, spec.name, spec.fingerprint[:_DIGITS]))
    for path, data in loaded.attachments.items():
        # The folder is named by a hash of what is in it, so what is there already is the same.
        with suppress(AlreadyExists):
            mime = sniff(data) or "application/octet-stream"
            ports.store.put(Bucket.INBOX, str(PurePosixPath(folder, path)), data, mime)
    while True:
        before = ports.ledger.get(Campaign, spec.name)
        fields = {
            "fingerprint": spec.fingerprint,
            "folder": folder,
            "file": loaded.name,
            "source": spec.source,
            "active": True,
            "changed": ports.clock.now(),
            "public_url": spec.public_url,
            "has_webhook": spec.webhook is not None,
            "max_usd": spec.max_usd,
        }
        campaign = before.having(**fields) if before else Campaign(name=spec.name, **fields)
        if before and before.active and before.fingerprint == spec.fingerprint:
            return before, _arranged_anew(ports, before)
        if receipt := ports.ledger.commit(Replace(campaign) if before else Create(campaign)):
            return receipt.of(campaign), _arranged_anew(ports, campaign)


def _arranged_anew(ports: Ports, campaign: Campaign) -> list[Product]:
    """Have the campaign's products arranged by its new edition; those that wait for a higher cap, too."""
    changed = []
    for product in ports.ledger.find(queries.products(campaign.name)):
        if product.fingerprint == campaign.fingerprint and product.state is not ProductState.HELD:
            continue
        renewed = product.renewed(ports.clock.now())
        if ports.ledger.commit(Replace(renewed)):
            ports.bus.publish(Topic.BANNERS, ProductUpdated(product=renewed.key, edition=renewed.edition))
            changed.append(renewed)
    return changed


def remove(ports: Ports, name: str) -> None:
    """Let a campaign hear nothing more. What it made stays; what is under way is finished."""
    while (campaign := campaign_of(ports, name)).active:
        if ports.ledger.commit(Replace(campaign.having(active=False, changed=ports.clock.now()))):
            return


def campaign_of(ports: Ports, name: str) -> Campaign:
    """A campaign by its name; BadInput lists what there is."""
    found = ports.ledger.get(Campaign, name)
    if found is None:
        known = ", ".join(campaign.name for campaign in ports.ledger.find(queries.campaigns())) or "none"
        raise BadInput(f"There is no campaign {name!r}; there is: {known}. `proofpress campaign add FILE` adds one.")
    return found
