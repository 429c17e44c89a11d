"""The list of commands. Each is a function in a module of its own; only Typer is imported for all of them."""

from typer import Typer

from proofpress.entry.cli import (
    campaign,
    deadletters,
    decide,
    diagnose,
    emulate,
    inspect,
    prepare,
    report,
    run,
    screen,
    simulate,
    status,
)


def register(app: Typer) -> None:
    """Give the application its commands, in the order that `--help` lists them."""
    if app.registered_commands:
        return
    app.command()(prepare.init)
    app.command()(prepare.validate)
    app.command()(prepare.plan)
    app.command()(run.run)
    app.command()(run.submit)
    app.command()(run.resume)
    app.command()(campaign.send)
    app.add_typer(campaign.app, name="campaign")
    app.command()(status.status)
    app.command()(decide.review)
    app.command()(decide.accept)
    app.command()(decide.reject)
    app.command()(decide.refine)
    app.command()(decide.undo)
    app.command()(decide.cancel)
    app.command()(report.report)
    app.command()(inspect.lineage)
    app.command()(screen.screen)
    app.command()(inspect.models)
    app.command()(inspect.schema)
    app.add_typer(deadletters.app, name="deadletters")
    app.command()(diagnose.doctor)
    app.command()(simulate.simulator)
    app.command()(emulate.emulate)
