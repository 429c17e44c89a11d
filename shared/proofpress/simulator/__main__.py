"""The simulator as a program of its own: `python -m proofpress.simulator`."""

import argparse
import json
import os
import signal
import sys
import threading
from collections.abc import Iterable, Sequence
from pathlib import Path

from pydantic import ValidationError

from proofpress.domain.catalog import Catalog, parse_catalog
from proofpress.domain.errors import BadInput, Stop
from proofpress.simulator.batches.webhook import Webhook
from proofpress.simulator.control import FaultScript
from proofpress.simulator.faults import Fault
from proofpress.simulator.profile import BUILT_IN, load_profile
from proofpress.simulator.server import Simulator, Surroundings

_WEBHOOK_SECRET = "PROOFPRESS_WEBHOOK_SECRET"  # noqa: S105 - the variable's name


def serve(simulator: Simulator, faults: Iterable[Fault] = (), *, parent_pipe: bool = False) -> int:
    """Serve until SIGTERM or SIGINT, or until standard input ends where it is a `parent_pipe`; returns 0.

    Prints one line of JSON with the URL once it listens. To be called from the main thread.
    """
    over = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda _number, _frame: over.set())
    if parent_pipe:
        threading.Thread(target=_await_end_of_input, args=(over,), daemon=True).start()
    with simulator:
        simulator.script(faults)
        sys.stdout.write(json.dumps({"url": simulator.url}) + "\n")
        sys.stdout.flush()
        over.wait()
    return 0


def read_faults(path: Path) -> tuple[Fault, ...]:
    """The faults of a JSON file, in the form that POST /_simulator/faults takes; BadInput where it has another."""
    try:
        return FaultScript.model_validate_json(path.read_bytes()).faults
    except (OSError, ValidationError) as error:
        raise BadInput(f"The faults in {path} cannot be used: {error}") from error


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve as the command line says; returns the exit code."""
    options = _parser().parse_args(arguments)
    try:
        around = Surroundings(options.folder, webhook=_webhook(options.webhook))
        profile, faults = load_profile(options.profile), read_faults(options.faults) if options.faults else ()
        simulator = Simulator(profile, options.seed, options.log, _catalog(), options.host, options.port, around)
        return serve(simulator, faults, parent_pipe=options.parent_pipe)
    except Stop as stop:
        sys.stderr.write(f"{stop}\n")
        return stop.exit_code
    except OSError as error:
        sys.stderr.write(f"The simulator cannot start ({error}): name another --host, --port or --log.\n")
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m proofpress.simulator", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0, the default, takes a free one")
    parser.add_argument("--profile", default="demo", help=f"a TOML file, or one of {', '.join(BUILT_IN)}")
    parser.add_argument("--seed", type=int, default=0, help="other seeds bring other pictures and other failures")
    parser.add_argument("--log", type=Path, help="a file to add one line of JSON per request to")
    parser.add_argument("--faults", type=Path, help="a JSON file of faults to order from the start")
    parser.add_argument("--folder", type=Path, help="keep files and jobs of the batch lane here for the next start")
    parser.add_argument("--webhook", help=f"tell this URL of every job's end, signed with {_WEBHOOK_SECRET}")
    parser.add_argument("--parent-pipe", action="store_true", help="stop when standard input ends")
    return parser


def _webhook(url: str | None) -> Webhook | None:
    if not url:
        return None
    secret = os.environ.get(_WEBHOOK_SECRET, "")
    if not secret.startswith("whsec_"):
        raise BadInput(f"A webhook is signed: set {_WEBHOOK_SECRET} to whsec_ and a key in base64.")
    return Webhook(url, secret)


def _catalog() -> Catalog | None:
    path = os.environ.get("PROOFPRESS_MODELS")
    return parse_catalog(Path(path).read_text("utf-8"), path) if path else None


def _await_end_of_input(over: threading.Event) -> None:
    while os.read(0, 4096):
        continue
    over.set()


if __name__ == "__main__":
    sys.exit(main())
