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
        (WATCHED, CRASHES),
    ),
    Mutant(
        "a slot is leased as often as anybody asks",
        "stages/leasing.py",
        "    if record.leases >= MAX_LEASES:",
        "    if record.leases >= 100 * MAX_LEASES:",
        ("tests/stages/test_calls_not_sent.py", SWEEP, FLOW),
    ),
    Mutant(
        "a lease is not counted",
        "stages/leasing.py",
        "leased.having(leases=record.leases + 1, resent=0",
        "leased.having(leases=record.leases, resent=0",
        (CRASHES, SWEEP),
    ),
    Mutant(
        "a lease that still runs is taken away",
        "domain/records/paid.py",
        "        return self.lease_until is not None and self.lease_until > now",
        "        return False",
        (SWEEP,),
    ),
    Mutant(
        "what a call without an answer may have cost is forgotten",
        "domain/records/paid.py",
        "perhaps_usd=self.perhaps_usd + self.worst_usd, worst_usd=ZERO",
        "worst_usd=ZERO",
        (CRASHES,),
    ),
    Mutant(
        "a picture that a dead worker left is paid again",
        "stages/draft.py",
        "    if found is None:\n        return False",
        "    if found is not None:\n        return False",
        (CRASHES,),
    ),
    Mutant(
        "a picture is kept without its bill",
        "stages/pictures.py",
        '"bill": bill.model_dump_json(), ',
        "",
        (CRASHES,),
    ),
    Mutant(
        "a review is asked for before its lease",
        "stages/review.py",
        "    try:\n        leased = leasing.take_review(",
        "    ports.models.review(review_question(ports.catalog, item.spec), image, attempt=attempt.key)\n"
        "    try:\n"
        "        leased = leasing.take_review(",
        (WATCHED, CRASHES, FLOW),
    ),
    Mutant(
        "a call that was refused unpaid uses up a lease",
        "stages/leasing.py",
        "    return noted.having(leases=record.leases - 1)",
        "    return noted",
        (FLOW,),
    ),
    Mutant(
        "a call without an answer uses up no lease",
        "stages/leasing.py",
        "    if isinstance(refusal, PerhapsPaid):\n"
        "        return noted.unanswered()\n"
        "    if isinstance(refusal.usage, Usage):\n"
        "        return noted.having(worst_usd=ZERO)",
        "    if isinstance(refusal.usage, Usage):\n        return noted.having(worst_usd=ZERO)",
        (FLOW, DOLLARS),
    ),
)
