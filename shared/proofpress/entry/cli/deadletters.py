"""deadletters list and replay: what could not be processed, and another try."""

from collections.abc import Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING, Annotated

import typer

from proofpress.domain.errors import BadInput
from proofpress.entry.cli.options import AsJson, Workspace

if TYPE_CHECKING:
    from proofpress.domain.records import DeadLetter
    from proofpress.ports import Ledger

app = typer.Typer(
    help="What could not be processed, with its reason.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.command("list")
def list_letters(workspace: Workspace = None, as_json: AsJson = False) -> None:
    """List dead letters that were not replayed."""
    from proofpress.domain import queries
    from proofpress.entry.cli.console import note, out, print_json, table
    from proofpress.entry.cli.looking import existing

    with existing(workspace) as parts:
        letters = sorted(parts.ledger.find(queries.dead_letters()), key=lambda letter: letter.time)
    if as_json:
        print_json([letter.model_dump(mode="json") for letter in letters])
    elif not letters:
        note("There are no dead letters.")
    else:
        columns = ("id", "time", "topic", "about", "deliveries", "reason")
        out.print(table(*columns, rows=map(_row, letters), right=["deliveries"]), markup=False)
        note("`proofpress deadletters replay --all` gives them another try, once their reason is mended.")


@app.command()
def replay(
    letters: Annotated[list[str] | None, typer.Argument(metavar="[ID]...", help="Which ones.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="All that `list` shows.")] = False,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """Take dead letters off the list, for another try.

    `resume` then sends their work again, as the ledger says it stands.
    """
    from proofpress.domain import queries
    from proofpress.entry.cli.console import note, print_json
    from proofpress.entry.cli.looking import existing

    if bool(letters) == everything:
        raise BadInput("Name the dead letters to replay, or pass --all; `proofpress deadletters list` shows them.")
    with existing(workspace) as parts:
        waiting = parts.ledger.find(queries.dead_letters())
        chosen = waiting if everything else [_chosen(parts.ledger, waiting, letter) for letter in letters or ()]
        replayed = [letter.id for letter in chosen if _mark(parts.ledger, letter)]
    if as_json:
        print_json({"replayed": replayed})
        return
    note(f"Dead letters marked as replayed: {len(replayed)}. `proofpress resume` sends their work again.")


def _row(letter: "DeadLetter") -> tuple[object, ...]:
    when, about = f"{letter.time:%Y-%m-%d %H:%M:%S}", letter.attributes.get("ce-subject", "")
    return letter.id, when, letter.topic, about, letter.deliveries, letter.reason.partition("\n")[0]


def _chosen(ledger: "Ledger", waiting: Sequence["DeadLetter"], key: str) -> "DeadLetter":
    from proofpress.domain.records import DeadLetter

    found = ledger.get(DeadLetter, key)
    if found is not None:
        return found
    near = get_close_matches(key, [letter.id for letter in waiting], 1, 0.5)
    hint = f"did you mean {near[0]}?" if near else "`proofpress deadletters list` shows them."
    raise BadInput(f"There is no dead letter {key!r}: {hint}")


def _mark(ledger: "Ledger", letter: "DeadLetter") -> bool:
    """False where it was replayed before, perhaps by somebody else just now."""
    from proofpress.ports import Replace

    return not letter.replayed and bool(ledger.commit(Replace(letter.having(replayed=True))))
