"""campaign add, list, show, test, retry, remove and formats: campaigns that shops' events are heard by."""

from pathlib import Path
from typing import Annotated

import typer

from proofpress.domain.errors import BadInput
from proofpress.entry.cli.options import AsJson, On, Where, Workspace, Yes

app = typer.Typer(
    help="Campaigns: shop events in, finished banners out.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

File = Annotated[Path, typer.Argument(help="A campaign file.", show_default=False)]
Name = Annotated[str, typer.Argument(help="The campaign's name.", show_default=False)]


@app.command()
def add(
    file: File, on: Where = On.LOCAL, workspace: Workspace = None, yes: Yes = False, as_json: AsJson = False
) -> None:
    """Store a campaign under its name, or a changed one in its place; its products are then arranged anew."""
    from proofpress.entry.cli.campaigning import add_campaign

    add_campaign(file, on, workspace, yes=yes, as_json=as_json)


@app.command("list")
def list_campaigns(on: Where = On.LOCAL, workspace: Workspace = None, as_json: AsJson = False) -> None:
    """List campaigns with their products, banners and dollars."""
    from proofpress.entry.cli.campaigning import show_list

    show_list(on, workspace, as_json=as_json)


@app.command()
def show(name: Name, on: Where = On.LOCAL, workspace: Workspace = None, as_json: AsJson = False) -> None:
    """Show the products of a campaign: how far their banners are, what is missing and why."""
    from proofpress.entry.cli.campaigning import show_one

    show_one(name, on, workspace, as_json=as_json)


@app.command("test")
def rehearse(
    event: Annotated[Path, typer.Argument(help="An event's file, or - for stdin.", show_default=False)],
    campaign: Annotated[
        str | None,
        typer.Option("--campaign", "-c", help="A campaign's name or file (default: all).", show_default=False),
    ] = None,
    attribute: Annotated[
        list[str] | None, typer.Option("--attribute", "-a", metavar="NAME=VALUE", help="An attribute of the message.")
    ] = None,
    on: Where = On.LOCAL,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """Show what an event would cause, and cost. Nothing is called, fetched or noted."""
    from proofpress.entry.cli.rehearsing import rehearse_event

    rehearse_event(event, campaign, attribute, on, workspace, as_json=as_json)


@app.command()
def retry(
    name: Name,
    products: Annotated[
        list[str] | None, typer.Argument(help="Products, as `campaign show` names them (default: all).")
    ] = None,
    on: Where = On.LOCAL,
    workspace: Workspace = None,
    yes: Yes = False,
    as_json: AsJson = False,
) -> None:
    """Order again the backgrounds that were given up, within the campaign's caps."""
    from proofpress.entry.cli.retrying import retry_campaign

    retry_campaign(name, products or (), on, workspace, yes=yes, as_json=as_json)


@app.command()
def remove(name: Name, on: Where = On.LOCAL, workspace: Workspace = None) -> None:
    """Let a campaign hear nothing more. What it made stays, and what is under way is finished."""
    from proofpress.entry.cli.campaigning import remove_campaign

    remove_campaign(name, on, workspace)


@app.command()
def formats(as_json: AsJson = False) -> None:
    """List the formats that banners may have, and the templates."""
    from proofpress.entry.cli.campaigning import show_formats

    show_formats(as_json=as_json)


def send(
    file: Annotated[Path, typer.Argument(help="An event or a manifest; - for an event on stdin.", show_default=False)],
    attribute: Annotated[
        list[str] | None, typer.Option("--attribute", "-a", metavar="NAME=VALUE", help="An attribute of the message.")
    ] = None,
    on: Where = On.LOCAL,
    workspace: Workspace = None,
    yes: Yes = False,
    as_json: AsJson = False,
) -> None:
    """Send an event to the campaigns of a work folder, where `resume` makes the pictures, or of a deployment.

    A manifest is submitted, as by `submit`.
    """
    from proofpress.entry.cli.rehearsing import send_event
    from proofpress.entry.manifest_files import is_campaign_file, is_manifest_file

    if is_campaign_file(file):
        raise BadInput(f"{file} is a campaign: `proofpress campaign add {file}` lets it hear events.")
    if is_manifest_file(file):
        from proofpress.entry.cli.run import submit

        submit(file, on=on, workspace=workspace, yes=yes, as_json=as_json)
        return
    send_event(file, attribute, on, workspace, as_json=as_json)
