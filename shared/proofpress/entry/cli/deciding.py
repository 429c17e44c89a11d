"""What a person decides about drafts and batches: what is asked first, which stage does it, and what follows."""

import threading
from collections.abc import Sequence

from proofpress.domain.money import dollars
from proofpress.domain.records import Item
from proofpress.domain.states import BatchState
from proofpress.entry.cli.carrying_out import Decision, How, decide, person
from proofpress.entry.cli.console import note, print_json
from proofpress.entry.cli.figures import counted
from proofpress.entry.cli.hints import command
from proofpress.entry.cli.looking import batch_of, is_busy, opened_site
from proofpress.entry.cli.options import On
from proofpress.entry.jobs import jobs_under_way
from proofpress.entry.settings import read_catalog, read_settings
from proofpress.stages import deciding

_DRAWN_AGAIN = "What is missing now is drafted again, within the caps of the manifest"


def accept_drafts(how: How, drafts: Sequence[str], *, as_is: bool) -> int:
    """Accept drafts and render their finals; the exit code."""

    def question(items: Sequence[Item]) -> str:
        finals = sum(float(item.final_usd) for item in items)
        batches = ", ".join(dict.fromkeys(item.batch for item in items))
        return f"Render {counted(len(items), 'final')} for about {dollars(finals)}, and go on with {batches}?"

    by = person()
    accept = Decision(
        lambda ports, attempt: deciding.accept(ports, attempt.key, by, as_is=as_is),
        question,
        "The finals are rendered now",
    )
    return decide(how, drafts, accept)


def reject_drafts(how: How, drafts: Sequence[str], reason: str) -> int:
    """Decline drafts; the exit code."""
    by = person()
    decline = Decision(
        lambda ports, attempt: deciding.decline(ports, attempt.key, by, reason),
        follows=_DRAWN_AGAIN,
    )
    return decide(how, drafts, decline)


def refine_draft(how: How, draft: str, sentence: str) -> int:
    """Order an edit of a draft and make it; the exit code."""

    def question(items: Sequence[Item]) -> str:
        return f"Draft once more for about {dollars(items[0].draft_usd)}, and go on with {items[0].batch}?"

    refine = Decision(
        lambda ports, attempt: deciding.refine(ports, attempt.key, sentence), question, "The edit is drafted now"
    )
    return decide(how, [draft], refine)


def take_back_drafts(how: How, drafts: Sequence[str]) -> int:
    """Take decisions back that have cost nothing yet; the exit code."""
    by = person()
    return decide(how, drafts, Decision(lambda ports, attempt: deciding.take_back(ports, attempt.key, by)))


def cancel_batch(how: How, name: str) -> None:
    """End a batch."""
    with opened_site(how.on, how.folder) as site:
        before, returned = batch_of(site, name), 0
        if before.state not in (BatchState.CLOSED, BatchState.CANCELLED):
            ports = site.ports(read_catalog(read_settings()))
            returned = deciding.cancel(ports, name)
            ports.bus.flush()
        state, jobs = batch_of(site, name).state, jobs_under_way(site.ledger, name)
        options = site.options
    jobs = _call_off(how, name) if jobs and how.on is On.LOCAL else jobs
    if how.as_json:
        print_json({"batch": name, "state": state, "slots_given_back": returned, "jobs_under_way": jobs})
    elif state is not BatchState.CANCELLED or before.state is BatchState.CANCELLED:
        note(f"Batch {name} is {state} already: there is nothing to cancel.")
    else:
        note(f"Batch {name} is cancelled; {counted(returned, 'slot')} given back unpaid. What was accepted stays.")
    if jobs:
        collects = f"{command(f'resume {name}', options)} collects" if how.on is On.LOCAL else "the functions collect"
        note(f"{counted(jobs, 'job')} being stopped by the service: what is done by then is paid, and {collects} it.")


def _call_off(how: How, name: str) -> int:
    """Have the jobs of a batch in a work folder stopped, unless another run holds the folder, which sees to that."""
    from proofpress.entry.cli.running import Job, call_off

    settings = read_settings(workspace=how.folder)
    with opened_site(how.on, how.folder) as site:
        if is_busy(settings.workspace):
            return jobs_under_way(site.ledger, name)
    stop = threading.Event()
    job = Job(settings, yes=True, simulate=how.simulate, profile=how.profile, as_json=how.as_json, stop=stop)
    return call_off(job, name)
