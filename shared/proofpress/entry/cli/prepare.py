"""init, validate and plan: what is done before anything is called."""

import shlex
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from proofpress.domain.errors import BadInput
from proofpress.entry.cli.console import note, out, print_json, warn
from proofpress.entry.cli.figures import counted
from proofpress.entry.cli.options import (
    AsJson,
    Concurrency,
    ImagesPerMinute,
    Lane,
    Manifest,
    NeededBy,
    UsdPerTenMinutes,
    said,
)

STARTER = "wallpapers.yaml"


def init(folder: Annotated[Path, typer.Argument(help="Where to write it.")] = Path()) -> None:
    """Write a commented manifest to start from."""
    from importlib import resources

    target = folder / STARTER
    text = resources.files("proofpress.entry.cli").joinpath("starter.yaml").read_text("utf-8")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with target.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError as error:
        raise BadInput(f"{target} exists and is left as it is: move it, or name another folder.") from error
    except OSError as error:
        raise BadInput(f"{target} cannot be written: {error}.") from error
    name = shlex.quote(str(target))
    out.print(
        f"Wrote {target}. Look it over, then:\n  proofpress plan {name}\n  proofpress run {name}",
        markup=False,
        emoji=False,
    )


def validate(manifest: Manifest, as_json: AsJson = False) -> None:
    """Check a manifest or a campaign and every file it names; all errors at once."""
    from proofpress.entry.manifest_files import is_campaign_file, read_campaign, read_manifest
    from proofpress.entry.settings import read_catalog, read_settings
    from proofpress.manifests.problems import InvalidManifest

    catalog, today = read_catalog(read_settings()), datetime.now(UTC).date()
    try:
        if is_campaign_file(manifest):
            from proofpress.entry.cli.campaigning import show_valid

            show_valid(manifest, read_campaign(manifest, catalog, today).spec, as_json=as_json)
            return
        spec = read_manifest(manifest, catalog, today).spec
    except InvalidManifest as error:
        if not as_json:
            raise
        print_json({"valid": False, "problems": [vars(problem) for problem in error.problems]})
        raise typer.Exit(error.exit_code) from error
    figures = {
        "items": len(spec.items),
        "keepers_wanted": sum(item.want for item in spec.items),
        "references": len({reference.path for item in spec.items for reference in item.references}),
    }
    if as_json:
        print_json({"valid": True, "name": spec.name, **figures, "warnings": spec.warnings})
        return
    for warning in spec.warnings:
        warn(warning)
    nouns = ("item", "keeper", "reference image")
    words = ", ".join(counted(count, noun) for count, noun in zip(figures.values(), nouns, strict=True) if count)
    out.print(f"{manifest} is valid: {words}.", markup=False, emoji=False)


def plan(
    manifest: Manifest,
    items: Annotated[bool, typer.Option("--items", help="One line for each item.")] = False,
    event: Annotated[
        Path | None, typer.Option("--event", "-e", help="An event's file, for a campaign.", show_default=False)
    ] = None,
    lane: Lane = None,
    needed_by: NeededBy = None,
    concurrency: Concurrency = None,
    images_per_minute: ImagesPerMinute = None,
    usd_per_ten_minutes: UsdPerTenMinutes = None,
    as_json: AsJson = False,
) -> None:
    """Show what a manifest, or a product of a campaign, should cost, and at most.

    Also which models its items go through, and why. Nothing is called.
    """
    from proofpress.entry.manifest_files import is_campaign_file, read_manifest
    from proofpress.entry.planning_view import plan_of, show
    from proofpress.entry.settings import read_catalog, read_settings

    settings = read_settings(
        concurrency=concurrency, images_per_minute=images_per_minute, usd_per_ten_minutes=usd_per_ten_minutes
    )
    catalog = read_catalog(settings)
    if is_campaign_file(manifest):
        from proofpress.entry.cli.rehearsing import plan_campaign

        plan_campaign(catalog, manifest, event, as_json=as_json)
        return
    view = plan_of(
        catalog, read_manifest(manifest, catalog, datetime.now(UTC).date(), said(lane, needed_by)).spec, settings
    )
    if as_json:
        print_json(view.model_dump(mode="json", exclude=None if items else {"items"}))
        return
    for warning in view.warnings:
        warn(warning)
    show(view, out, items=items)
    note(f"Nothing was called. `proofpress run {shlex.quote(str(manifest))}` starts it.")
