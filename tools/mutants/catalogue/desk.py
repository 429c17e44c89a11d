"""People: a decision is about what was seen, and is paid for like any other."""

from tools.mutants.catalogue.suites import CANCELLING, DECIDING, TAKING_BACK
from tools.mutants.mutant import Mutant

MUTANTS = (
    Mutant(
        "a person accepts what somebody else decided meanwhile",
        "stages/deciding.py",
        "    check_seen(attempt, seen)\n    if closing",
        "    if closing",
        ("tests/stages/test_rating.py", "tests/desk/test_pack.py"),
    ),
    Mutant(
        "a person declines what somebody else decided meanwhile",
        "stages/deciding.py",
        "    check_seen(attempt, seen)\n    if attempt",
        "    if attempt",
        ("tests/stages/test_rating.py", "tests/desk/test_pack.py"),
    ),
    Mutant(
        "a final that a person orders needs no dollars",
        "stages/deciding.py",
        "        budget.promise(ports, item.cohort, item.final_worst_usd)\n",
        "",
        (f"{DECIDING}::test_a_final_that_the_dollar_cap_has_no_room_for_is_not_ordered",),
    ),
    Mutant(
        "a person orders a final in a cancelled batch",
        "stages/deciding.py",
        "    if closing.is_cancelled(ports, item.batch):\n"
        '        raise BadInput(f"{item.batch} was cancelled: nothing more is rendered for it.")\n',
        "",
        (f"{CANCELLING}::test_nothing_is_ordered_for_a_cancelled_batch", CANCELLING),
    ),
    Mutant(
        "a final that may have been called is taken back",
        "stages/taking_back.py",
        "final.state is not FinalState.PLANNED or final.leases:",
        "final.state is not FinalState.PLANNED:",
        (f"{TAKING_BACK}::test_a_final_that_may_have_been_called_cannot_be_taken_back", TAKING_BACK),
    ),
    Mutant(
        "a slot that is taken back stays held",
        "stages/taking_back.py",
        "slot.having(held=False, renders=slot.renders - 1)",
        "slot.having(renders=slot.renders - 1)",
        (f"{TAKING_BACK}::test_an_accepted_draft_waits_again_and_its_slot_and_final_are_free", TAKING_BACK),
    ),
    Mutant(
        "a decision is applied to another picture than the one that was seen",
        "entry/decision_files.py",
        " or not row.sha256 or attempt.image.sha256 != row.sha256:",
        ":",
        ("tests/desk/test_pack.py",),
    ),
    Mutant(
        "of contradicting decisions the first is applied",
        "entry/decision_files.py",
        "        if times[row.draft] > 1 and len(asked[row.draft]) > 1:",
        "        if times[row.draft] > 9_999:",
        ("tests/desk/test_pack.py",),
    ),
    Mutant(
        "the desk carries out orders of other sites",
        "entry/desk/views.py",
        '        check_ours(request, visitor, request.headers.get("X-Proofpress-Token", ""))\n',
        "",
        ("tests/desk/test_safe.py",),
    ),
)
