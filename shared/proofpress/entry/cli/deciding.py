"""Apply decisions to a work folder, and let the engine make the pictures that follow from them."""

import getpass
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from proofpress.domain.errors import BadInput, Stop
from proofpress.domain.money import dollars
from proofpress.domain.records import Attempt, Batch, Item
from proofpress.domain.states import BatchState
from proofpress.entry.cli.asking import confirm
from proofpress.entry.cli.console import complain, note, print_json
from proofpress.entry.cli.figures import counted
from proofpress.entry.cli.hints import command
from proofpress.entry.cli.looking import batch_of, existing, is_busy
from proofpress.entry.cli.outcomes import tell_outcomes
from proofpress.entry.connecting import is_live
from proofpress.entry.finding import find_attempt
from proofpress.entry.local import Workspace
from proofpress.entry.settings import read_settings
from proofpress.entry.unattended import unattended
from proofpress.ports import Ports
from proofpress.stages import deciding

Decide = Callable[[Ports, Attempt], Attempt]


@dataclass(frozen=True)
class How:
    """How a decision is carried out."""

    folder: Path | None
    later: bool = False
    yes: bool = False
    simulate: bool = False
    profile: str = "demo"
    as_json: bool = False


def accept_drafts(how: How, drafts: Sequence[str], *, as_is: bool) -> int:
    """Accept drafts and render their finals; the exit code."""

    def question(items: Sequence[Item]) -> str:
        finals = sum(float(item.final_usd) for item in items)
        batches = ", ".join(dict.fromkeys(item.batch for item in items))
        return f"Render {counted(len(items), 'final')} for about {dollars(finals)}, and go on with {batches}?"

    by = _person()
    return _decide(how, drafts, lambda ports, attempt: deciding.accept(ports, attempt.key, by, as_is=as_is), question)


def reject_drafts(how: How, drafts: Sequence[str], reason: str) -> int:
    """Decline drafts; the exit code."""
    by = _person()
    return _decide(how, drafts, lambda ports, attempt: deciding.decline(ports, attempt.key, by, reason), None)


def refine_draft(how: How, draft: str, sentence: str) -> int:
    """Order an edit of a draft and make it; the exit code."""

    def question(items: Sequence[Item]) -> str:
        return f"Draft once more for about {dollars(items[0].draft_usd)}, and go on with {items[0].batch}?"

    return _decide(how, [draft], lambda ports, attempt: deciding.refine(ports, attempt.key, sentence), question)


def cancel_batch(folder: Path | None, name: str, *, as_json: bool) -> None:
    """End a batch."""
    settings = read_settings(workspace=folder)
    with existing(folder) as workspace:
        before, returned = batch_of(workspace, name), 0
        if before.state not in (BatchState.CLOSED, BatchState.CANCELLED):
            returned = deciding.cancel(unattended(settings, workspace), name)
        state = batch_of(workspace, name).state
    if as_json:
        print_json({"batch": name, "state": state, "slots_given_back": returned})
    elif state is not BatchState.CANCELLED or before.state is BatchState.CANCELLED:
        note(f"Batch {name} is {state} already: there is nothing to cancel.")
    else:
        note(f"Batch {name} is cancelled; {counted(returned, 'slot')} given back unpaid. What was accepted stays.")


def _decide(how: How, drafts: Sequence[str], decide: Decide, question: Callable[[Sequence[Item]], str] | None) -> int:
    """Decide on drafts that are all there. One that is refused does not keep the others from being carried out."""
    settings = read_settings(workspace=how.folder)
    with existing(how.folder) as workspace:
        attempts = _attempts(workspace, drafts)
        if question is not None and not how.later:
            items = [item for attempt in attempts if (item := workspace.ledger.get(Item, attempt.item))]
            confirm(question(items), yes=how.yes or how.simulate or not is_live())
        decided, refusals = _apply(unattended(settings, workspace), attempts, decide)
        if not decided:
            raise refusals[0]
        for refusal in refusals:
            complain(str(refusal))
        batches = sorted({attempt.batch for attempt in decided})
        code = 0 if how.later else _carry_out(how, workspace, batches)
        code = tell_outcomes(workspace, decided, as_json=how.as_json) or code
        if how.later and question is not None:
            note(f"Noted; {command('resume', workspace.path)} makes the pictures.")
    return max([code, *(refusal.exit_code for refusal in refusals)])


def _attempts(workspace: Workspace, drafts: Sequence[str]) -> list[Attempt]:
    found = {attempt.key: attempt for attempt in (find_attempt(workspace.ledger, draft) for draft in drafts)}
    for batch in {attempt.batch for attempt in found.values()}:
        known = workspace.ledger.get(Batch, batch)
        if known is not None and known.state is BatchState.CANCELLED:
            raise BadInput(f"Batch {batch} was cancelled: nothing more is decided in it.")
    return list(found.values())


def _apply(ports: Ports, attempts: Sequence[Attempt], decide: Decide) -> tuple[list[Attempt], list[Stop]]:
    decided: list[Attempt] = []
    refusals: list[Stop] = []
    for attempt in attempts:
        try:
            decided.append(decide(ports, attempt))
        except Stop as refusal:
            refusals.append(refusal)
    return decided, refusals


def _carry_out(how: How, workspace: Workspace, batches: Sequence[str]) -> int:
    """Run the batches of what was decided, unless another run does; the exit code."""
    from proofpress.entry.cli.running import Job, carry_on

    if is_busy(workspace.path):
        hints = " and ".join(command(f"resume {batch}", workspace.path) for batch in batches)
        note(f"Noted. Another run holds the work folder: what it does not render before it ends, {hints} does.")
        return 0
    settings = read_settings(workspace=how.folder)
    stop = threading.Event()
    job = Job(settings, yes=True, simulate=how.simulate, profile=how.profile, as_json=how.as_json, stop=stop)
    return carry_on(job, batches)


def _person() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "somebody"
