"""doctor: is everything in place for a run?"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from proofpress.entry.cli.options import AsJson, On, Where, Workspace

if TYPE_CHECKING:
    from proofpress.entry.checks.check import Check


def doctor(
    on: Where = On.LOCAL,
    workspace: Workspace = None,
    probe: Annotated[
        bool, typer.Option("--probe", help="Also ask the service for each tier's model; costs nothing.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Check what a run needs, and say how to mend it.

    Python, picture library, clock, work folder, ledger, models, credentials; of a deployment also its project, APIs,
    buckets, topics, subscriptions, database, functions and secrets. Exit code 1 if a check fails.
    """
    from proofpress.entry.checks.check import State
    from proofpress.entry.cli.console import out, print_json, table

    found = list(_checks(on, workspace, probe=probe))
    if as_json:
        print_json([vars(check) for check in found])
    else:
        rows = [(check.state, check.name, f"{check.found}. {check.mend}".rstrip(". ") + ".") for check in found]
        out.print(table("", "check", "found", rows=rows), markup=False)
    raise typer.Exit(int(any(check.state is State.FAILED for check in found)))


def _checks(on: On, workspace: Path | None, *, probe: bool) -> "Iterator[Check]":
    import os
    from datetime import UTC, datetime

    from proofpress.domain.errors import BadInput
    from proofpress.entry.checks.check import failed
    from proofpress.entry.checks.folder import check_folder, check_ledger
    from proofpress.entry.checks.lane import check_lane, probe_lane
    from proofpress.entry.checks.machine import check_clock, check_pictures, check_python
    from proofpress.entry.checks.service import check_credentials, check_models, check_service
    from proofpress.entry.settings import read_catalog, read_settings

    today = datetime.now(UTC).date()
    yield check_python()
    yield check_pictures()
    try:
        settings = read_settings(workspace=workspace)
        catalog = read_catalog(settings)
    except BadInput as error:
        yield failed("settings", str(error), "Correct them, and run doctor again.")
        return
    yield check_clock(today, catalog.checked)
    yield from check_models(catalog, today)
    if on is On.LOCAL:
        yield check_folder(settings.workspace)
        yield from check_ledger(settings.workspace)
        yield check_credentials(os.environ)
    else:
        yield from _of_deployment()
    yield check_lane(os.environ, catalog, settings)
    if probe:
        yield from check_service(os.environ, catalog)
        yield from probe_lane(os.environ, catalog, settings)


def _of_deployment() -> "Iterator[Check]":
    from proofpress.domain.errors import BadInput
    from proofpress.entry.checks.check import failed

    try:
        from proofpress.entry.cloud.checks import check_deployment
        from proofpress.entry.cloud.settings import read_cloud_settings

        yield from check_deployment(read_cloud_settings())
    except ModuleNotFoundError as error:
        yield failed("deployment", f"{error.name} is not installed", "pip install 'proofpress[google]'")
    except BadInput as error:
        yield failed("deployment", str(error).rstrip("."), "Correct the variables, and run doctor again")
