"""review --pack, and accept --from: decisions of somebody without an account or a server."""

from collections.abc import Sequence
from pathlib import Path

from proofpress.domain.errors import BadInput
from proofpress.entry.cli.asking import confirm
from proofpress.entry.cli.carrying_out import How, carry_out, is_free, person
from proofpress.entry.cli.console import complain, note, out, print_json, table
from proofpress.entry.cli.figures import counted
from proofpress.entry.cli.hints import command
from proofpress.entry.cli.looking import batch_of, opened_site
from proofpress.entry.cli.options import On
from proofpress.entry.decision_files import Applied, Fate, Row, apply_decisions, read_decisions, tallied
from proofpress.entry.settings import read_catalog, read_settings


def write_pack(on: On, folder: Path | None, name: str | None, target: Path) -> None:
    """Write the page of a review pack, with the drafts that wait for a person."""
    from proofpress.entry.desk.pack import pack

    with opened_site(on, folder) as site:
        batch = batch_of(site, name)
        drafts = pack(site.ledger, site.store, batch, target)
        accept = command("accept --from FILE.csv", site.options)
    note(
        f"{target} holds {counted(drafts, 'draft')}: unpack it, open index.html, decide; {accept} applies what it saves."
    )


def accept_from(how: How, path: Path) -> int:
    """Apply the decisions of a file, and render what it accepts; the exit code."""
    try:
        rows = read_decisions(path.read_bytes(), str(path))
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror or error}.") from error
    accepts = sum(row.decision == "accept" for row in rows)
    if accepts and not how.later:
        confirm(f"Render up to {counted(accepts, 'final')}, and go on?", yes=how.yes or is_free(how))
    with opened_site(how.on, how.folder) as site:
        applied = apply_decisions(site.ports(read_catalog(read_settings())), rows, person())
    _tell(applied, as_json=how.as_json)
    batches = {each.row.draft.partition("/")[0] for each in applied if each.fate is Fate.APPLIED}
    code = 0 if how.later or not batches else carry_out(how, batches)
    return code or (0 if all(each.fate is Fate.APPLIED for each in applied) else BadInput.exit_code)


def _tell(applied: Sequence[Applied], *, as_json: bool) -> None:
    if as_json:
        print_json([_plain(each.row, each.fate, each.words) for each in applied])
        return
    note(", ".join(f"{count} {fate}" for fate, count in tallied(applied).items()) + "." if applied else "No decisions.")
    others = [each for each in applied if each.fate is not Fate.APPLIED]
    if others:
        rows = [(each.row.line, each.row.draft, each.fate, each.words) for each in others]
        out.print(table("line", "draft", "not applied", "because", rows=rows, right=["line"]), markup=False)
        complain(f"{counted(len(others), 'row')} not applied.")


def _plain(row: Row, fate: Fate, words: str) -> dict[str, object]:
    return {"line": row.line, "draft": row.draft, "decision": row.decision, "fate": fate, "because": words}
