"""The batch lane: jobs are submitted once, and their results settled once."""

from tools.mutants.catalogue.suites import JOB_CRASHES, JOB_ENDS, JOBS, WATCHED
from tools.mutants.mutant import Mutant

MUTANTS = (
    Mutant(
        "a job is submitted before its record is committed",
        "stages/submitting.py",
        "    if receipt := ports.ledger.commit(Replace(begun)):\n        _send(ports, receipt.of(begun), calls)",
        "    _send(ports, begun, calls)",
        (f"{WATCHED}::test_in_the_batch_lane", WATCHED, JOB_CRASHES),
    ),
    Mutant(
        "a job that may be at the service is submitted again without a look",
        "stages/submitting.py",
        "    found = jobs_of(ports).find(job.key)\n",
        "    _not_sent(ports, job, job.words)\n    return\n    found = jobs_of(ports).find(job.key)\n",
        (f"{JOB_CRASHES}::test_a_job_whose_submission_got_no_answer_is_found_by_its_name",),
    ),
    Mutant(
        "a result settles whichever call its key names",
        "stages/collecting.py",
        "    return call if call is not None and call.job == job.key else None",
        "    return call",
        (f"{JOB_ENDS}::test_an_answer_under_the_key_of_another_jobs_call_changes_nothing",),
    ),
    Mutant(
        "a result is settled as often as it is there",
        "stages/collecting.py",
        "    if result.key in reading.seen:",
        "    if False:",
        (f"{JOB_ENDS}::test_a_line_that_should_not_be_or_is_not_there_is_a_finding",),
    ),
    Mutant(
        "a draft goes into a job without a lease",
        "stages/submitting.py",
        "        return leasing.take_for_job(ports, attempt, item.draft_worst_usd, instruction)",
        "        return attempt.as_leased(ports.clock.now(), instruction=instruction)",
        (f"{WATCHED}::test_in_the_batch_lane", WATCHED),
    ),
    Mutant(
        "a job that is not listed costs nothing",
        "stages/submitting.py",
        "Fate(_NOT_LISTED, perhaps_paid=True)",
        "Fate(_NOT_LISTED)",
        (f"{JOB_CRASHES}::test_a_job_that_is_never_listed_is_given_up_and_counted_as_perhaps_paid",),
    ),
    Mutant(
        "results that are gone cost nothing",
        "stages/collecting.py",
        "    perhaps = gone or state in _PAID_OR_NOT",
        "    perhaps = False",
        (f"{JOB_ENDS}::test_results_that_are_gone_count_as_perhaps_paid_and_are_asked_for_once_more", JOB_ENDS),
    ),
    Mutant(
        "a job that may have been created is planned anew",
        "stages/submitting.py",
        "        wait(ports, job.having(words=refusal.words))",
        "        _not_sent(ports, job, refusal.words)",
        (f"{JOB_CRASHES}::test_a_job_whose_submission_got_no_answer_is_found_by_its_name", JOB_CRASHES),
    ),
    Mutant(
        "a job is created twice, and nobody says so",
        "stages/submitting.py",
        "        for other in found[1:]:\n"
        "            jobs_of(ports).cancel(other.name)\n"
        "        twice = [Finding(kind=FindingKind.TWICE, words=other.name) for other in found[1:]]",
        "        twice: list[Finding] = []",
        (f"{JOB_CRASHES}::test_of_two_jobs_of_one_name_the_first_is_taken_and_the_other_called_off_and_noted",),
    ),
    Mutant(
        "a call is put into two jobs",
        "stages/packing.py",
        "        bound = [call.having(job=job.key, still_since=NEVER, resent=0) for call in calls]",
        "        bound = [call.having(still_since=NEVER, resent=0) for call in calls]",
        (f"{JOBS}::test_attempts_are_leased_for_the_life_of_their_job", JOBS),
    ),
    Mutant(
        "a job that is called off goes on at the service",
        "stages/asking_after.py",
        "    elif wait(ports, seen) and seen.cancelling is not None:\n        jobs_of(ports).cancel(seen.name)",
        "    else:\n        wait(ports, seen)",
        (f"{JOB_ENDS}::test_a_job_that_hangs_is_called_off_and_its_calls_are_made_in_others", JOB_ENDS),
    ),
)
