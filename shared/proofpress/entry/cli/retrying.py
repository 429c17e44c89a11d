"""What `campaign retry` does."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from proofpress.domain.records import Campaign
from proofpress.entry.campaigns.adding import campaign_of
from proofpress.entry.campaigns.retrying import given_up_by, retry
from proofpress.entry.cli.asking import confirm
from proofpress.entry.cli.console import note, out, print_json
from proofpress.entry.cli.figures import counted
from proofpress.entry.cli.hints import command
from proofpress.entry.cli.looking import opened_site
from proofpress.entry.cli.options import On
from proofpress.entry.settings import read_catalog, read_settings
from proofpress.entry.site import Site
from proofpress.ports import Ports


def retry_campaign(
    name: str, products: Sequence[str], on: On, folder: Path | None, *, yes: bool, as_json: bool
) -> None:
    """Have backgrounds that were given up ordered again."""
    with opened_site(on, folder) as site:
        ports = site.ports(read_catalog(read_settings()))
        campaign = campaign_of(ports, name)
        if on is On.CLOUD:
            _confirm(ports, campaign, products, yes=yes)
        again = retry(ports, campaign, products)
        ports.bus.flush()
        if as_json:
            print_json({"campaign": name, "ordered_again": {product: list(items) for product, items in again.items()}})
        else:
            _show(site, name, again, on)


def _confirm(ports: Ports, campaign: Campaign, products: Sequence[str], *, yes: bool) -> None:
    """Ask before a deployment spends; a work folder spends when it is resumed."""
    from proofpress.entry.cloud.deployment import is_emulated

    count = len(given_up_by(ports, campaign, products))
    asked = f"Order {counted(count, 'background')} of {campaign.name} again, within ${campaign.max_usd} in all?"
    if count:
        confirm(asked, yes=yes or is_emulated())


def _show(site: Site, name: str, again: Mapping[str, Sequence[str]], on: On) -> None:
    for product, items in again.items():
        out.print(f"{product}: {counted(len(items), 'background')} to be ordered again", markup=False)
    if not again:
        note(f"{name} waits for no background that was given up.")
    elif on is On.LOCAL:
        note(f"{command('resume', site.options)} makes what follows from it.")
