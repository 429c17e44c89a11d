"""The application: its commands, its exit codes, and how errors reach people.

Exit codes: 0 done; 1 something failed; 2 bad input; 3 a cap or budget was reached; 4 attention needed;
130 interrupted.
"""

import typer

from proofpress.domain.errors import ProofpressError, Stop
from proofpress.entry.cli.console import err

INTERRUPTED = 130

app = typer.Typer(
    name="proofpress",
    help="Draft cheaply, screen hard, render once: bulk images at the price of what you keep.",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def run_app(arguments: list[str] | None = None) -> int:
    """Run one command line; the exit code. Errors meant for people are one message each, never a traceback."""
    from proofpress.entry.cli import commands

    commands.register(app)
    try:
        code = app(args=arguments, prog_name="proofpress", standalone_mode=False)
    except typer.Exit as ended:
        return ended.exit_code
    except typer.TyperException as error:
        _show(error)
        return error.exit_code
    except Stop as error:
        err.print(str(error), style="red", markup=False)
        return error.exit_code
    except ProofpressError as error:
        err.print(str(error), style="red", markup=False)
        return 1
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    return code if isinstance(code, int) else 0


def _show(error: typer.TyperException) -> None:
    """Usage errors know how to show themselves with their usage line; the base class only has a message."""
    show = getattr(error, "show", None)
    if show is None:
        err.print(error.format_message())
    else:
        show()
