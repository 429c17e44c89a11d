"""simulator: the model's service on this machine, in the foreground."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from proofpress.domain.errors import BadInput
from proofpress.entry.cli.options import AsJson, Profile

if TYPE_CHECKING:
    from threading import Event


def simulator(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65_535, help="0 takes a free one.")] = 0,
    profile: Profile = "demo",
    seed: Annotated[int, typer.Option(help="Another seed, other pictures.")] = 0,
    log: Annotated[
        Path | None, typer.Option(help="Add a line of JSON to this file for each request.", show_default=False)
    ] = None,
    faults: Annotated[Path | None, typer.Option(help="JSON file of scripted faults.", show_default=False)] = None,
    folder: Annotated[
        Path | None, typer.Option(help="Keep jobs of the batch lane here, for the next start.", show_default=False)
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Answer as the Gemini API does, at no cost.

    Pictures are drawn. It runs until Ctrl-C.
    """
    from proofpress.entry.settings import read_catalog, read_settings
    from proofpress.simulator.__main__ import read_faults
    from proofpress.simulator.profile import load_profile
    from proofpress.simulator.server import Simulator, Surroundings

    catalog = read_catalog(read_settings())
    behaviour, script = load_profile(profile), read_faults(faults) if faults else ()
    try:
        service = Simulator(behaviour, seed, log, catalog, host, port, Surroundings(folder))
    except OSError as error:
        raise BadInput(f"The simulator cannot start ({error}): name another --host, --port or --log.") from error
    with service:
        service.script(script)
        over = _end()
        _tell(service.url, as_json=as_json)
        over.wait()


def _tell(url: str, *, as_json: bool) -> None:
    import json

    from proofpress.entry.cli.console import err, note, out

    out.print(json.dumps({"url": url}) if as_json else url, markup=False, emoji=False)
    out.file.flush()
    note("Any program of google-genai can call it. Proofpress does with:")
    line = f"  GOOGLE_GEMINI_BASE_URL={url} GEMINI_API_KEY=simulator proofpress run MANIFEST"
    err.print(line, markup=False, soft_wrap=True)
    note("Ctrl-C ends it.")


def _end() -> "Event":
    """An event that Ctrl-C and SIGTERM set from now on."""
    import signal
    import threading

    over = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda _number, _frame: over.set())
    return over
