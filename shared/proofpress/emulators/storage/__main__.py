"""The server as a program of its own: `python -m proofpress.emulators.storage`."""

import argparse
import json
import os
import signal
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from proofpress.emulators.storage.server import PAGE_LIMIT, StorageServer


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until SIGTERM or SIGINT, or until standard input ends where it is a parent's pipe; returns the exit code.

    Prints one line of JSON with the URL once it listens.
    """
    options = _parser().parse_args(arguments)
    over = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda _number, _frame: over.set())
    if options.parent_pipe:
        threading.Thread(target=_await_end_of_input, args=(over,), daemon=True).start()
    try:
        with _server(options) as server:
            sys.stdout.write(json.dumps({"url": server.url}) + "\n")
            sys.stdout.flush()
            over.wait()
    except (OSError, ValueError) as error:
        sys.stderr.write(f"The storage server cannot start ({error}): name another --port, --data or --signer.\n")
        return 1
    return 0


def _server(options: argparse.Namespace) -> StorageServer:
    return StorageServer(
        options.data,
        options.pubsub,
        options.port,
        notify_copies=options.notify_copies,
        shuffle_seconds=options.shuffle_seconds,
        page_limit=options.page_limit,
        signer=options.signer.read_bytes() if options.signer else None,
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m proofpress.emulators.storage", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0, the default, takes a free one")
    parser.add_argument("--data", type=Path, required=True, help="the folder to keep everything in")
    parser.add_argument(
        "--pubsub", default=os.environ.get("PUBSUB_EMULATOR_HOST"), help="host and port of the Pub/Sub emulator"
    )
    parser.add_argument("--notify-copies", type=int, default=1, help="send each notification so many times")
    parser.add_argument("--shuffle-seconds", type=float, default=0.0, help="delay each copy by up to so long")
    parser.add_argument("--page-limit", type=int, default=PAGE_LIMIT, help="names on a page of a listing")
    parser.add_argument("--signer", type=Path, help="a public key (PEM): refuse URLs that others signed")
    parser.add_argument("--parent-pipe", action="store_true", help="stop when standard input ends")
    return parser


def _await_end_of_input(over: threading.Event) -> None:
    while os.read(0, 4096):
        continue
    over.set()


if __name__ == "__main__":
    sys.exit(main())
