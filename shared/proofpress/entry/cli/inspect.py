"""lineage, models and schema: what can be looked up."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated

import typer

from proofpress.entry.cli.options import AsJson, On, Where, Workspace


class Document(StrEnum):
    """What has a published schema."""

    MANIFEST = "manifest"
    CAMPAIGN = "campaign"
    EVENTS = "events"
    REPORT = "report"


def lineage(
    attempt: Annotated[str, typer.Argument(help="BATCH/ITEM/NUMBER, or the path of its draft or final.")],
    on: Where = On.LOCAL,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """Show everything that explains a picture or makes it again."""
    from proofpress.entry.cli.console import out, print_json
    from proofpress.entry.cli.lineage_tree import tree_of
    from proofpress.entry.cli.looking import opened_site
    from proofpress.entry.finding import find_attempt
    from proofpress.entry.lineage import lineage_of

    with opened_site(on, workspace) as site:
        found = lineage_of(site.ledger, find_attempt(site.ledger, attempt))
    if as_json:
        print_json(found.model_dump(mode="json"))
    else:
        out.print(tree_of(found), markup=False, soft_wrap=False)


def models(as_json: AsJson = False) -> None:
    """List tiers and models with their prices.

    Dollars per picture by size and lane, aspect ratios, retirement dates.
    """
    from proofpress.entry.cli.console import out, print_json, warn
    from proofpress.entry.cli.model_table import plain, shown, warnings
    from proofpress.entry.settings import read_catalog, read_settings

    catalog, today = read_catalog(read_settings()), datetime.now(UTC).date()
    if as_json:
        print_json(plain(catalog, today))
        return
    for warning in warnings(catalog, today):
        warn(warning)
    out.print(shown(catalog, today), markup=False)
    out.print(f"\nDollars per picture, without its prompt; prices checked on {catalog.checked}.", markup=False)


def schema(
    document: Annotated[Document, typer.Argument(help="Which one.")] = Document.MANIFEST,
) -> None:
    """Print a JSON Schema: of manifests, campaigns, events or reports.

    The first two are for editors; the events' are in one object, by their type; the report's is of report.json.
    """
    from proofpress.entry.cli.console import print_json

    print_json(_schema(document))


def _schema(document: Document) -> object:
    if document is Document.EVENTS:
        from proofpress.domain.events import EVENTS
        from proofpress.manifests.senders.own import TYPE, ProductChanged

        ours = {name: event.model_json_schema() for name, event in EVENTS.items()}
        return {**ours, TYPE: ProductChanged.model_json_schema()}
    if document is Document.CAMPAIGN:
        from proofpress.manifests.campaigns.load import schema as schema_of_campaign

        return schema_of_campaign()
    if document is Document.REPORT:
        from proofpress.reporting.model import schema_of_report

        return schema_of_report()
    from proofpress.manifests import schema as schema_of_manifest

    return schema_of_manifest()
