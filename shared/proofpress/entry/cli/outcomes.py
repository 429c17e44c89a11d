"""What became of the drafts that a person decided on."""

from collections.abc import Sequence

from proofpress.domain.records import Attempt
from proofpress.domain.states import AttemptState
from proofpress.entry.cli.console import out, print_json
from proofpress.entry.cli.hints import command
from proofpress.entry.cli.looking import look
from proofpress.entry.cli.progress_view import line
from proofpress.entry.cli.waiting import deliveries_of, path_of, plain
from proofpress.entry.outcome import ATTENTION, DONE, FAILED
from proofpress.entry.site import Site

_CODES = {AttemptState.FAILED: FAILED, AttemptState.RETURNED: ATTENTION}


def tell_outcomes(site: Site, decided: Sequence[Attempt], *, as_json: bool) -> int:
    """Say how it went with each draft and its batch; the exit code, 4 where a person must decide once more."""
    now = [site.ledger.get(Attempt, attempt.key) or attempt for attempt in decided]
    if as_json:
        print_json([plain(site, attempt) for attempt in now])
    else:
        for attempt in now:
            out.print(_words(site, attempt), markup=False)
        for batch in sorted({attempt.batch for attempt in now}):
            out.print(line(look(site, batch)[0]), markup=False)
    return max(_CODES.get(attempt.state, DONE) for attempt in now)


def _words(site: Site, attempt: Attempt) -> str:
    edit = f" (attempt {attempt.parent}, edited)" if attempt.parent is not None else ""
    return f"{attempt.key}{edit} {_fate(site, attempt)}"


def _fate(site: Site, attempt: Attempt) -> str:
    state, said = attempt.state, f"is {attempt.state}."
    if state is AttemptState.DELIVERED:
        said = f"is a keeper: {', '.join(deliveries_of(site, attempt))}"
    elif state is AttemptState.RETURNED:
        take = command(f"accept {attempt.key} --as-is", site.options)
        said = f"has a final that lost its look: {take} takes it, or refine the draft."
    elif state is AttemptState.PASSED:
        said = f"waits for a decision: {path_of(site, attempt)}"
    elif state is AttemptState.REJECTED:
        said = f"was screened out: {', '.join(attempt.reasons)}."
    elif state is AttemptState.FAILED:
        said = f"failed ({attempt.failure}): {attempt.words}"
    return said
