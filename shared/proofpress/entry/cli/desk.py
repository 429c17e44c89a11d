"""Serve the review desk of a work folder, or of a deployment, until Ctrl-C."""

import os
import threading
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import typer

from proofpress.domain.errors import BadInput
from proofpress.entry.cli.asking import confirm
from proofpress.entry.cli.carrying_out import person
from proofpress.entry.cli.console import note
from proofpress.entry.cli.hints import command
from proofpress.entry.cli.interrupting import interruptible
from proofpress.entry.cli.looking import batch_of, opened_site
from proofpress.entry.cli.options import On
from proofpress.entry.connecting import target_of
from proofpress.entry.settings import read_catalog, read_settings
from proofpress.entry.site import Site

_PAUSES = {On.LOCAL: 0.4, On.CLOUD: 2.0}
"""Seconds between two looks at the ledger while a page is open: those of a deployment cost something."""


@dataclass(frozen=True)
class DeskOptions:
    """How a desk is opened."""

    on: On
    folder: Path | None
    batch: str | None = None
    port: int = 0
    browser: bool = True
    later: bool = False
    yes: bool = False
    simulate: bool = False
    profile: str = "demo"


def open_desk(options: DeskOptions) -> None:
    """Serve the desk, show it in the browser, and stay until Ctrl-C."""
    from proofpress.entry.desk.pictures import Served
    from proofpress.entry.desk.room import Room
    from proofpress.entry.desk.server import serving

    with ExitStack() as context:
        site = context.enter_context(opened_site(options.on, options.folder))
        batch = batch_of(site, options.batch)
        ports = site.ports(read_catalog(read_settings()))
        after = _after(options, site, context)
        room = Room(ports, Served(site.store), decided=after.decided, follows=after.words, pause=_PAUSES[options.on])
        served = context.enter_context(serving(room, person(), options.port))
        link = served.link(f"/b/{batch.id}")
        note(f"The desk is open; this link lets one browser in, once. Ctrl-C closes it.\n{link}")
        if options.browser:
            _show(link)
        stop = threading.Event()
        with interruptible(stop, "Closing the desk; Ctrl-C again to drop the calls in flight."):
            while not stop.wait(0.5):
                pass


@dataclass(frozen=True)
class _After:
    """What becomes of decisions."""

    decided: Callable[[str], None] = lambda _batch: None
    words: Callable[[], str] = lambda: ""


def _after(options: DeskOptions, site: Site, context: ExitStack) -> _After:
    """An engine of the desk's own for a work folder, where it may spend; the functions see to a deployment."""
    if options.on is On.CLOUD:
        return _After()
    noted = f"What you decide is noted; {command('resume', site.options)} makes the pictures."
    if options.later or not _may_go_on(options):
        return _After(words=lambda: noted)
    from proofpress.entry.desk.engine import Engine

    stop = threading.Event()
    engine = Engine(lambda batches: _run(options, stop, batches))
    context.callback(engine.close)
    context.callback(stop.set)
    return _After(engine.decided, engine.words)


def _may_go_on(options: DeskOptions) -> bool:
    """Whether finals may be rendered, and drafts made, while the desk is open."""
    target = target_of(os.environ, simulate=options.simulate)
    note(target.words)
    if not target.live or options.yes:
        return True
    question = "Render at once what you accept, and draft again what you decline, within the caps of the manifest?"
    try:
        confirm(question, yes=False)
    except (BadInput, typer.Abort):
        return False
    return True


def _run(options: DeskOptions, stop: threading.Event, batches: Sequence[str]) -> None:
    """Run batches to where they wait for people again, and bring their reports up to date."""
    from proofpress.entry.cli.running import Job, opened
    from proofpress.entry.reports import write_reports

    settings = read_settings(workspace=options.folder)
    job = Job(settings, yes=True, simulate=options.simulate, profile=options.profile, as_json=True, stop=stop)
    with opened(job, target_of(os.environ, simulate=options.simulate)) as local:
        for batch in batches:
            local.run(stop, batch)
            write_reports(local.workspace, local.ports.catalog, batch)


def _show(link: str) -> None:
    import webbrowser

    if not webbrowser.open(link):
        note("There is no browser to be found here: open the link in one on this machine.")
