"""What is said of an event before anything is called, and how one is sent."""

from datetime import UTC, datetime
from pathlib import Path

import typer

from proofpress.domain import queries
from proofpress.domain.campaigns.spec import CampaignSpec
from proofpress.domain.catalog import Catalog
from proofpress.domain.errors import BadInput, Drop
from proofpress.domain.records import Campaign
from proofpress.entry.campaigns.adding import campaign_of
from proofpress.entry.campaigns.rehearsal import Rehearser
from proofpress.entry.campaigns.rehearsed import Rehearsal
from proofpress.entry.campaigns.sending import attributes_of, news_of, read_event
from proofpress.entry.cli.campaign_view import rehearsal_lines
from proofpress.entry.cli.campaigning import loaded_campaign
from proofpress.entry.cli.console import note, out, print_json
from proofpress.entry.cli.hints import command
from proofpress.entry.cli.looking import is_work_folder, opened_site
from proofpress.entry.cli.options import On
from proofpress.entry.local import open_workspace
from proofpress.entry.manifest_files import LoadedCampaign, is_campaign_file
from proofpress.entry.settings import read_catalog, read_settings
from proofpress.manifests.files import DirectoryFiles, Files
from proofpress.manifests.senders import Ignored, News
from proofpress.ports import Ledger, Ports, Topic
from proofpress.stages.campaigns.hearing import hear
from proofpress.stages.campaigns.reading import files_of, spec_of


def plan_campaign(catalog: Catalog, file: Path, event: Path | None, *, as_json: bool) -> None:
    """Show what a product of a campaign costs, or what an event does in the work folder."""
    loaded = loaded_campaign(file, catalog)
    settings = read_settings()
    if is_work_folder(settings.workspace):
        with open_workspace(settings.workspace) as workspace:
            said = _planned(workspace.ledger, catalog, loaded, file, event)
    else:
        said = _planned(None, catalog, loaded, file, event)
    if as_json:
        print_json(said.model_dump(mode="json"))
        return
    for line in rehearsal_lines(said):
        out.print(line, markup=False)
    note("Nothing was called.")


def _planned(
    ledger: Ledger | None, catalog: Catalog, loaded: LoadedCampaign, file: Path, event: Path | None
) -> Rehearsal:
    rehearser = rehearser_of(ledger, catalog, loaded.spec, DirectoryFiles(file.parent))
    return rehearser.planned() if event is None else rehearser.rehearse(_news(event))


def rehearser_of(ledger: Ledger | None, catalog: Catalog, spec: CampaignSpec, files: Files) -> Rehearser:
    """A rehearser as of today."""
    return Rehearser(ledger, catalog, datetime.now(UTC).date(), spec, files)


def _news(event: Path, attributes: list[str] | None = None) -> News:
    news = news_of(event, read_event(event, attributes_of(attributes)))
    if isinstance(news, Ignored):
        note(f"{news.why}: nothing would be done.")
        raise typer.Exit
    return news


def rehearse_event(
    event: Path, wanted: str | None, attributes: list[str] | None, on: On, folder: Path | None, *, as_json: bool
) -> None:
    """Show what an event would cause with one campaign, or with all of them."""
    news = _news(event, attributes)
    catalog = read_catalog(read_settings())
    if wanted is not None and is_campaign_file(Path(wanted)):
        loaded = loaded_campaign(Path(wanted), catalog)
        said = [rehearser_of(None, catalog, loaded.spec, DirectoryFiles(Path(wanted).parent)).rehearse(news)]
    else:
        with opened_site(on, folder) as site:
            ports = site.ports(catalog)
            said = [_rehearsed(ports, catalog, campaign, news) for campaign in _campaigns(ports, wanted)]
    if as_json:
        print_json([each.model_dump(mode="json") for each in said])
        return
    for each in said:
        for line in rehearsal_lines(each):
            out.print(line, markup=False)
    note("Nothing was called, fetched or noted.")


def _campaigns(ports: Ports, wanted: str | None) -> list[Campaign]:
    if wanted is not None:
        return [campaign_of(ports, wanted)]
    found = ports.ledger.find(queries.active_campaigns())
    if not found:
        raise BadInput("No campaign hears events here: name a campaign's file by --campaign.")
    return found


def _rehearsed(ports: Ports, catalog: Catalog, campaign: Campaign, news: News) -> Rehearsal:
    return rehearser_of(ports.ledger, catalog, spec_of(ports, campaign), files_of(ports, campaign)).rehearse(news)


def send_event(file: Path, attributes: list[str] | None, on: On, folder: Path | None, *, as_json: bool) -> None:
    """Hand an event to the campaigns of a site."""
    event = read_event(file, attributes_of(attributes))
    news = news_of(file, event)
    if isinstance(news, Ignored):
        note(f"{news.why}: nothing is done.")
        return
    with opened_site(on, folder) as site:
        ports = site.ports(read_catalog(read_settings()))
        if on is On.CLOUD:
            ports.bus.publish(Topic.REQUESTS, event)
            ports.bus.flush()
        else:
            try:
                hear(event, ports)
            except Drop as refusal:
                raise BadInput(str(refusal)) from refusal
        if as_json:
            print_json({"sender": news.sender, "tenant": news.tenant, "product": news.product})
            return
        then = "" if on is On.CLOUD else f" {command('resume', site.options)} makes what follows from it."
        note(f"Sent: {news.sender} about {news.about}.{then}")
