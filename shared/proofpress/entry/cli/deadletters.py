"""deadletters list and replay: what could not be processed, and another try."""

from collections.abc import Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING, Annotated

import typer

from proofpress.domain.errors import BadInput, ProofpressError
from proofpress.entry.cli.options import AsJson, On, Where, Workspace

if TYPE_CHECKING:
    from proofpress.domain.records import DeadLetter
    from proofpress.entry.site import Site
    from proofpress.ports import Ledger

app = typer.Typer(
    help="What could not be processed, with its reason.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.command("list")
def list_letters(on: Where = On.LOCAL, workspace: Workspace = None, as_json: AsJson = False) -> None:
    """List dead letters that were not replayed."""
    from proofpress.domain import queries
    from proofpress.entry.cli.console import note, out, print_json, table
    from proofpress.entry.cli.hints import command
    from proofpress.entry.cli.looking import opened_site

    with opened_site(on, workspace) as site:
        letters = sorted(site.ledger.find(queries.dead_letters()), key=lambda letter: letter.time)
    if as_json:
        print_json([letter.model_dump(mode="json") for letter in letters])
    elif not letters:
        note("There are no dead letters.")
    else:
        columns = ("id", "time", "topic", "about", "deliveries", "reason")
        out.print(table(*columns, rows=map(_row, letters), right=["deliveries"]), markup=False)
        hint = command("deadletters replay --all", site.options)
        note(f"{hint} gives them another try, once their reason is mended.")


@app.command()
def replay(
    letters: Annotated[list[str] | None, typer.Argument(metavar="[ID]...", help="Which ones.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="All that `list` shows.")] = False,
    on: Where = On.LOCAL,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """Give dead letters another try, and take them off the list.

    A deployment gets their messages again at once; in a work folder `resume` sends their work again, as the ledger
    says it stands.
    """
    from proofpress.entry.cli.console import complain, note, print_json
    from proofpress.entry.cli.hints import command
    from proofpress.entry.cli.looking import opened_site

    if bool(letters) == everything:
        raise BadInput("Name the dead letters to replay, or pass --all; `proofpress deadletters list` shows them.")
    with opened_site(on, workspace) as site:
        replayed, refusals = _replay(site, letters or ())
    for refusal in refusals:
        complain(str(refusal))
    if as_json:
        print_json({"replayed": replayed})
    elif on is On.CLOUD:
        note(f"Dead letters sent again: {len(replayed)}. {command('status', site.options)} shows what becomes of them.")
    else:
        note(f"Dead letters marked as replayed: {len(replayed)}. `proofpress resume` sends their work again.")
    raise typer.Exit(int(bool(refusals)))


def _replay(site: "Site", wanted: Sequence[str]) -> tuple[list[str], list[ProofpressError]]:
    """The ids of what was replayed, all where none is wanted in particular; and what stood against the others."""
    from proofpress.domain import queries
    from proofpress.entry.settings import read_catalog, read_settings
    from proofpress.stages.replaying import replay as send_again

    waiting, ports = site.ledger.find(queries.dead_letters()), site.ports(read_catalog(read_settings()))
    chosen = [_chosen(site.ledger, waiting, letter) for letter in wanted] or waiting
    replayed: list[str] = []
    refusals: list[ProofpressError] = []
    for letter in chosen:
        try:
            if send_again(ports, letter):
                replayed.append(letter.id)
        except ProofpressError as refusal:
            refusals.append(refusal)
    return replayed, refusals


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
