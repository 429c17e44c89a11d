"""Leases: every paid call under one that was counted before it."""

from tools.mutants.catalogue.suites import CRASHES, DOLLARS, FLOW, SWEEP, WATCHED
from tools.mutants.mutant import Mutant

MUTANTS = (
    Mutant(
        "a draft is called before its slot is leased",
        "stages/calling.py",
        "        leased = leasing.take(ports, record, order.worst, order.instruction)\n",
        "        ports.models.generate(order.instruction, images, attempt=record.key)\n"
        "        leased = leasing.take(ports, record, order.worst, order.instruction)\n",
        (f"{WATCHED}::test_in_a_flow_with_faults", WATCHED, CRASHES),
    ),
    Mutant(
        "a slot is leased as often as anybody asks",
        "stages/leasing.py",
        "    if record.leases >= MAX_LEASES:",
        "    if record.leases >= 100 * MAX_LEASES:",
        (
            f"{DOLLARS}::test_a_draft_whose_workers_die_twice_is_called_no_third_time",
            "tests/stages/test_calls_not_sent.py",
            SWEEP,
            FLOW,
        ),
    ),
    Mutant(
        "a lease is not counted",
        "stages/leasing.py",
        "leased.having(leases=record.leases + 1, resent=0",
        "leased.having(leases=record.leases, resent=0",
        (f"{DOLLARS}::test_a_draft_whose_workers_die_twice_is_called_no_third_time", CRASHES, SWEEP),
    ),
    Mutant(
        "a lease that still runs is taken away",
        "domain/records/paid.py",
        "        return self.lease_until is not None and self.lease_until > now",
        "        return False",
        (f"{SWEEP}::test_a_lease_that_still_runs_is_left_alone_and_one_that_ran_out_is_noted", SWEEP),
    ),
    Mutant(
        "what a call without an answer may have cost is forgotten",
        "domain/records/paid.py",
        "perhaps_usd=self.perhaps_usd + self.worst_usd, worst_usd=ZERO",
        "worst_usd=ZERO",
        (f"{SWEEP}::test_a_lease_that_still_runs_is_left_alone_and_one_that_ran_out_is_noted", CRASHES),
    ),
    Mutant(
        "a picture that a dead worker left is paid again",
        "stages/drafting.py",
        "    if found is None:\n        return False",
        "    if found is not None:\n        return False",
        (f"{DOLLARS}::test_an_adopted_draft_is_settled_by_the_bill_that_lies_beside_it", CRASHES),
    ),
    Mutant(
        "a picture is kept without its bill",
        "stages/pictures.py",
        '"bill": bill.model_dump_json(), ',
        "",
        (f"{DOLLARS}::test_an_adopted_draft_is_settled_by_the_bill_that_lies_beside_it", CRASHES),
    ),
    Mutant(
        "a review is asked for before its lease",
        "stages/review.py",
        "    try:\n        leased = leasing.take_review(",
        "    ports.models.review(review_question(ports.catalog, item.spec), image, attempt=attempt.key)\n"
        "    try:\n"
        "        leased = leasing.take_review(",
        (f"{WATCHED}::test_in_a_flow_with_faults", WATCHED, CRASHES, FLOW),
    ),
    Mutant(
        "a call that was refused unpaid uses up a lease",
        "stages/leasing.py",
        "    return noted.having(leases=record.leases - 1)",
        "    return noted",
        (f"{FLOW}::test_a_refusal_for_now_costs_no_lease_and_comes_again", FLOW),
    ),
    Mutant(
        "a call without an answer uses up no lease",
        "stages/leasing.py",
        "    if isinstance(refusal, PerhapsPaid):\n"
        "        return noted.unanswered()\n"
        "    if isinstance(refusal.usage, Usage):\n"
        "        return noted.having(worst_usd=ZERO)",
        "    if isinstance(refusal.usage, Usage):\n        return noted.having(worst_usd=ZERO)",
        (f"{FLOW}::test_a_call_without_an_answer_is_made_twice_at_most", FLOW, DOLLARS),
    ),
)
