"""Caps: slots and dollars, in the planner and wherever a call is ordered."""

from tools.mutants.catalogue.suites import CANCELLING, DECIDING, DOLLARS, FLOW, OVERTAKEN, PLANNER
from tools.mutants.mutant import Mutant

MUTANTS = (
    Mutant(
        "a refinement is drawn beyond the item's cap",
        "stages/refining.py",
        "    if full or item.allocated >= item.max_attempts:",
        "    if full:",
        (f"{DECIDING}::test_an_edit_takes_no_slot_of_another_item", DECIDING),
    ),
    Mutant(
        "a refinement is not counted",
        "stages/refining.py",
        "        counted = item.having(allocated=item.allocated + 1)",
        "        counted = item",
        (f"{DECIDING}::test_an_edit_is_a_new_attempt_that_counts_against_the_caps_of_item_and_batch", DECIDING),
    ),
    Mutant(
        "a cohort closes while somebody brings work back into it",
        "stages/closing.py",
        "        return (Replace(opened),)",
        "        return ()",
        (f"{OVERTAKEN}::test_a_cohort_does_not_close_while_a_person_accepts_in_it", OVERTAKEN),
    ),
    Mutant(
        "the outstanding calls are not held back",
        "stages/budget.py",
        "    return cohort.max_usd - outstanding - committed(ports, cohort.key)",
        "    return cohort.max_usd - committed(ports, cohort.key)",
        (DOLLARS,),
    ),
    Mutant(
        "two promises of the same dollars are both kept",
        "stages/budget.py",
        "    return (Replace(cohort),)",
        "    return ()",
        (f"{OVERTAKEN}::test_two_workers_cannot_promise_the_same_dollars", DOLLARS, OVERTAKEN),
    ),
    Mutant(
        "an item gets slots beyond its cap",
        "domain/allocation.py",
        "cap_left=item.max_attempts - item.allocated,",
        "cap_left=item.max_attempts,",
        (f"{PLANNER}::test_a_used_up_cap_of_the_item_stops_it", PLANNER),
    ),
    Mutant(
        "a cohort gets slots beyond its cap",
        "domain/allocation.py",
        "    slots = cohort.max_attempts - cohort.allocated",
        "    slots = cohort.max_attempts",
        (f"{PLANNER}::test_a_used_up_cap_of_the_cohort_stops_its_items", PLANNER),
    ),
    Mutant(
        "a wave is not counted against its cohort's cap",
        "domain/allocation.py",
        "allocated=cohort.allocated + granted, still_since",
        "allocated=cohort.allocated, still_since",
        (f"{FLOW}::test_slots_never_pass_the_batchs_cap", FLOW, PLANNER),
    ),
    Mutant(
        "finals that may follow are not held back",
        "domain/allocation.py",
        "int((room - all_finals) // draft)",
        "int(room // draft)",
        (f"{PLANNER}::test_room_for_the_finals_that_may_follow_is_kept", PLANNER),
    ),
    Mutant(
        "the cohorts' slots add up to more than the batch's cap",
        "domain/dividing.py",
        "    shares = [int(part) for part in exact]",
        "    shares = [int(part) + 1 for part in exact]",
        ("tests/unit/test_dividing.py",),
    ),
    Mutant(
        "the cohorts' dollars add up to more than the batch's cap",
        "domain/dividing.py",
        'quantize(Decimal("1e-9"), rounding=ROUND_DOWN)',
        'quantize(Decimal("1e-2"), rounding="ROUND_UP")',
        ("tests/unit/test_dividing.py",),
    ),
    Mutant(
        "a call is promised dollars that are not there",
        "stages/budget.py",
        "    if usd > room:",
        "    if usd < room < room:",
        (DOLLARS,),
    ),
    Mutant(
        "an item gets more keeper slots than it wants",
        "stages/slots.py",
        "{*range(1, item.spec.want + 1)} -",
        "{*range(1, item.spec.want + 2)} -",
        (f"{DECIDING}::test_a_keeper_too_many_is_refused_and_leaves_the_batch_closed", DECIDING),
    ),
    Mutant(
        "a slot has as many renders as anybody asks for",
        "stages/rerendering.py",
        "        if not slot.can_render:\n            return False\n",
        "",
        ("tests/stages/test_spares.py",),
    ),
    Mutant(
        "a picture without a price is asked for",
        "adapters/gemini.py",
        "        self._catalog.model(instruction.model).tokens_of(instruction.image_size)\n",
        "",
        ("tests/adapters/test_gemini_errors.py::test_what_has_no_price_is_not_asked_for",),
    ),
    Mutant(
        "a draft of a cancelled batch is called all the same",
        "stages/draft.py",
        "    if closing.is_called_off(ports, item):",
        "    if False and closing.is_called_off(ports, item):",
        (f"{CANCELLING}::test_no_draft_of_an_item_that_ended_is_called_once_its_batch_is_cancelled", CANCELLING),
    ),
)
