"""Apply decisions to drafts, and see to what follows: by the engine of a work folder, or by a deployment's functions."""

import getpass
import threading
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from proofpress.domain.errors import BadInput, ProofpressError, Retry, Stop
from proofpress.domain.records import Attempt, Batch, Item
from proofpress.domain.states import BatchState
from proofpress.entry.cli.asking import confirm
from proofpress.entry.cli.console import complain, note
from proofpress.entry.cli.hints import command
from proofpress.entry.cli.looking import is_busy, opened_site
from proofpress.entry.cli.options import On
from proofpress.entry.cli.outcomes import tell_outcomes
from proofpress.entry.connecting import is_live
from proofpress.entry.finding import find_attempt
from proofpress.entry.local import options_for
from proofpress.entry.settings import read_catalog, read_settings
from proofpress.entry.site import Site
from proofpress.ports import Ports


@dataclass(frozen=True)
class How:
    """How decisions are carried out."""

    on: On
    folder: Path | None
    later: bool = False
    yes: bool = False
    simulate: bool = False
    profile: str = "demo"
    as_json: bool = False


@dataclass(frozen=True)
class Decision:
    """One kind of decision."""

    apply: Callable[[Ports, Attempt], Attempt]
    question: Callable[[Sequence[Item]], str] | None = None
    """Asked before money is spent; None where a work folder spends none until it is resumed."""
    follows: str = ""
    """What the functions of a deployment do next."""


def decide(how: How, drafts: Sequence[str], decision: Decision) -> int:
    """Decide on drafts that are all there. One that is refused does not keep the others from being carried out."""
    _check(how)
    with opened_site(how.on, how.folder) as site:
        attempts = _attempts(site, drafts)
        if decision.question is not None and not how.later:
            items = [item for attempt in attempts if (item := site.ledger.get(Item, attempt.item))]
            confirm(decision.question(items), yes=how.yes or is_free(how))
        decided, refusals = _apply(site.ports(read_catalog(read_settings())), attempts, decision)
        if not decided:
            raise refusals[0]
        for refusal in refusals:
            complain(str(refusal))
        code = 0 if how.later or decision.question is None else carry_out(how, {attempt.batch for attempt in decided})
        code = tell_outcomes(site, decided, as_json=how.as_json) or code
        _tell_what_follows(how, site, decided, decision)
    return max([code, *(refusal.exit_code for refusal in refusals)])


def person() -> str:
    """Who decides: whoever is logged in here."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "somebody"


def _check(how: How) -> None:
    if how.on is On.CLOUD and (how.later or how.simulate):
        raise BadInput("--later and --simulate are for work folders: a deployment goes on at once, as it was set up.")


def is_free(how: How) -> bool:
    """Whether the pictures that follow cannot cost anything."""
    if how.on is On.LOCAL:
        return how.simulate or not is_live()
    from proofpress.entry.cloud.deployment import is_emulated

    return is_emulated()


def _attempts(site: Site, drafts: Sequence[str]) -> list[Attempt]:
    found = {attempt.key: attempt for attempt in (find_attempt(site.ledger, draft) for draft in drafts)}
    for batch in {attempt.batch for attempt in found.values()}:
        known = site.ledger.get(Batch, batch)
        if known is not None and known.state is BatchState.CANCELLED:
            raise BadInput(f"Batch {batch} was cancelled: nothing more is decided in it.")
    return list(found.values())


def _apply(ports: Ports, attempts: Sequence[Attempt], decision: Decision) -> tuple[list[Attempt], list[Stop]]:
    decided: list[Attempt] = []
    refusals: list[Stop] = []
    try:
        for attempt in attempts:
            try:
                decided.append(decision.apply(ports, attempt))
            except Stop as refusal:
                refusals.append(refusal)
    finally:
        refusals += _send(ports)
    return decided, refusals


def _send(ports: Ports) -> list[Stop]:
    """Wait until what was published is safe. What is not stays in the ledger, from which `sweep` sends it again."""
    try:
        ports.bus.flush()
    except Retry as error:
        note(f"{error}. It is noted all the same: the next sweep sends it.")
    except ProofpressError as error:
        return [Stop(f"It is noted, but not sent. {error}")]
    return []


def carry_out(how: How, decided: Collection[str]) -> int:
    """Run the batches in which something was decided in a work folder, unless another run does; the exit code."""
    if how.on is On.CLOUD:
        return 0
    from proofpress.entry.cli.running import Job, carry_on

    settings = read_settings(workspace=how.folder)
    batches = sorted(decided)
    if is_busy(settings.workspace):
        hints = " and ".join(command(f"resume {batch}", options_for(settings.workspace)) for batch in batches)
        note(f"Noted. Another run holds the work folder: what it does not render before it ends, {hints} does.")
        return 0
    stop = threading.Event()
    job = Job(settings, yes=True, simulate=how.simulate, profile=how.profile, as_json=how.as_json, stop=stop)
    return carry_on(job, batches)


def _tell_what_follows(how: How, site: Site, decided: Sequence[Attempt], decision: Decision) -> None:
    if how.later and decision.question is not None:
        note(f"Noted; {command('resume', site.options)} makes the pictures.")
    elif how.on is On.CLOUD and decision.follows:
        batches = sorted({attempt.batch for attempt in decided})
        hints = " and ".join(command(f"status {batch} --watch", site.options) for batch in batches)
        note(f"{decision.follows}; {hints} shows it.")
