"""What the commands about campaigns do."""

from datetime import UTC, datetime
from pathlib import Path

from proofpress.domain import queries
from proofpress.domain.campaigns.spec import CampaignSpec
from proofpress.domain.catalog import Catalog
from proofpress.domain.errors import BadInput
from proofpress.entry.campaigns.adding import add, campaign_of, remove
from proofpress.entry.campaigns.view import campaign_view
from proofpress.entry.cli.asking import confirm
from proofpress.entry.cli.campaign_view import (
    product_rows,
    show_campaigns,
)
from proofpress.entry.cli.console import note, out, print_json, table, warn
from proofpress.entry.cli.figures import counted
from proofpress.entry.cli.hints import command
from proofpress.entry.cli.looking import make_folder, opened_site
from proofpress.entry.cli.options import On
from proofpress.entry.local import open_workspace
from proofpress.entry.manifest_files import LoadedCampaign, is_campaign_file, read_campaign
from proofpress.entry.settings import read_catalog, read_settings
from proofpress.entry.site import Site


def add_campaign(file: Path, on: On, folder: Path | None, *, yes: bool, as_json: bool) -> None:
    """Store a campaign, and have its products arranged by it."""
    settings = read_settings(workspace=folder)
    catalog = read_catalog(settings)
    loaded = loaded_campaign(file, catalog)
    for warning in loaded.spec.warnings:
        warn(warning)
    if on is On.LOCAL:
        make_folder(settings.workspace)
        with open_workspace(settings.workspace) as workspace:
            _add(workspace, catalog, loaded, as_json=as_json)
        return
    with opened_site(on, folder) as site:
        from proofpress.entry.cloud.deployment import is_emulated

        count = site.ledger.count(queries.products(loaded.spec.name))
        confirm(
            f"Let {loaded.spec.name} hear events from now on, and arrange {counted(count, 'product')} anew, "
            f"within ${loaded.spec.max_usd}?",
            yes=yes or is_emulated(),
        )
        _add(site, catalog, loaded, as_json=as_json)


def loaded_campaign(file: Path, catalog: Catalog) -> LoadedCampaign:
    """A campaign's file, checked; BadInput for a manifest."""
    if file.is_file() and not is_campaign_file(file):
        raise BadInput(f"{file} is no campaign: it has no 'segments:', 'locales:' and 'formats:'.")
    return read_campaign(file, catalog, datetime.now(UTC).date())


def _add(site: Site, catalog: Catalog, loaded: LoadedCampaign, *, as_json: bool) -> None:
    ports = site.ports(catalog)
    campaign, changed = add(ports, loaded)
    ports.bus.flush()
    if as_json:
        print_json({"campaign": campaign.name, "arranged_anew": [product.name for product in changed]})
        return
    anew = f"; {counted(len(changed), 'product')} will be arranged anew" if changed else ""
    note(f"{campaign.name} hears events{anew}. {command('campaign list', site.options)} shows what becomes of them.")


def remove_campaign(name: str, on: On, folder: Path | None) -> None:
    """Let a campaign hear nothing more."""
    with opened_site(on, folder) as site:
        remove(site.ports(read_catalog(read_settings())), name)
        note(f"{name} hears nothing more. What it made stays.")


def show_list(on: On, folder: Path | None, *, as_json: bool) -> None:
    """List campaigns."""
    with opened_site(on, folder) as site:
        views = [campaign_view(site, campaign) for campaign in site.ledger.find(queries.campaigns())]
        if as_json:
            print_json([view.model_dump(mode="json", exclude={"products"}) for view in views])
        elif not views:
            note(f"There is no campaign in {site.name}: {command('campaign add FILE', site.options)} adds one.")
        else:
            show_campaigns(views)


def show_one(name: str, on: On, folder: Path | None, *, as_json: bool) -> None:
    """Show the products of a campaign."""
    with opened_site(on, folder) as site:
        view = campaign_view(site, campaign_of(site.ports(read_catalog(read_settings())), name))
    if as_json:
        print_json(view.model_dump(mode="json"))
        return
    show_campaigns([view])
    for line in product_rows(view):
        out.print(line, markup=False)
    if any(product.given_up for product in view.products):
        again = command(f"campaign retry {name}", site.options)
        note(
            f"Accept a draft of what was given up ({command('review', site.options)}), or have it ordered again: {again}."
        )


def show_valid(file: Path, spec: CampaignSpec, *, as_json: bool) -> None:
    """Say that a campaign is valid, and what it has."""
    figures = {"segments": len(spec.segments), "locales": len(spec.locales), "formats": len(spec.formats)}
    if as_json:
        print_json({"valid": True, "name": spec.name, **figures, "warnings": spec.warnings})
        return
    for warning in spec.warnings:
        warn(warning)
    words = " x ".join(counted(count, noun.removesuffix("s")) for noun, count in figures.items())
    out.print(f"{file} is valid: {words} = {counted(spec.banners_of_a_product, 'banner')} of each product.")


def show_formats(*, as_json: bool) -> None:
    """List formats and templates."""
    from proofpress.manifests.designs import formats, templates

    if as_json:
        known = {name: form.model_dump(mode="json") for name, form in formats().items()}
        print_json({"formats": known, "templates": {name: each.about for name, each in templates().items()}})
        return
    rows = [
        (form.name, f"{form.width}x{form.height}", f"{form.max_bytes / 1000:,.0f} KB") for form in formats().values()
    ]
    out.print(table("format", "pixels", "at most", rows=rows, right=["pixels", "at most"]), markup=False)
    rows_of_templates = [(name, each.about, ", ".join(sorted(each.text_names))) for name, each in templates().items()]
    out.print(table("template", "", "texts", rows=rows_of_templates), markup=False)
