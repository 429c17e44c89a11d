"""The application: its commands, its exit codes, and how errors reach people.

Exit codes: 0 done; 1 something failed; 2 bad input; 3 a cap or budget was reached; 4 attention needed;
130 interrupted.
"""

import os
import sys
from typing import Annotated

import typer

from proofpress.domain.errors import ProofpressError, Stop
from proofpress.entry.cli.console import complain, out

INTERRUPTED = 130

app = typer.Typer(
    name="proofpress",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        out.print(f"proofpress {version('proofpress')}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Draft cheaply, screen hard, render once: bulk images at the price of what you keep."""


def run_app(arguments: list[str] | None = None) -> int:
    """Run one command line; the exit code. Errors meant for people are one message each, never a traceback."""
    from proofpress.entry.cli import commands

    commands.register(app)
    try:
        code = app(args=arguments, prog_name="proofpress", standalone_mode=False)
    except typer.Exit as ended:
        return ended.exit_code
    except typer.Abort:
        return INTERRUPTED
    except KeyboardInterrupt:
        complain("Interrupted.")
        return INTERRUPTED
    except (typer.TyperException, ProofpressError, OSError) as error:
        return _fail(error)
    return code if isinstance(code, int) else 0


def _fail(error: Exception) -> int:
    """Say what was wrong; the exit code."""
    if isinstance(error, typer.TyperException):
        _show(error)
        return error.exit_code
    if isinstance(error, BrokenPipeError):
        _let_go_of_stdout()
    elif isinstance(error, OSError):
        complain(f"This machine refused: {error}. What was done so far is kept; the same command goes on from there.")
    else:
        complain(str(error))
    return error.exit_code if isinstance(error, Stop) else 1


def _show(error: typer.TyperException) -> None:
    """Usage errors know how to show themselves with their usage line; the base class only has a message."""
    show = getattr(error, "show", None)
    if show is None:
        complain(error.format_message())
    else:
        show()


def _let_go_of_stdout() -> None:
    """The reader of a pipe has seen enough; Python must not trip over what is still buffered for it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
