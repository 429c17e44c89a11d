"""The planted faults. A change of the code that moves one of these places must move its mutant, too."""

from tools.mutants.mutant import Mutant

_CRASHES = "tests/stages/test_crash_points.py"
_ORDERS = "tests/stages/test_orders.py"
_OVERTAKEN = "tests/stages/test_interleavings.py"
_SQLITE = "tests/contract/test_ledger.py"
_JOBS = "tests/stages/test_batch_lane.py"
_JOB_CRASHES = "tests/stages/test_batch_lane_crashes.py"

COMPARE_AND_SET = (
    Mutant(
        "SQLite replaces whatever is there, whoever wrote it",
        "adapters/local/tables.py",
        "{assignments} WHERE key = ? AND revision = ?",
        "{assignments} WHERE key = ? AND ? IS NOT NULL",
        (_SQLITE,),
    ),
    Mutant(
        "SQLite creates over a record that is there",
        "adapters/local/tables.py",
        "INSERT INTO {name} ({columns}) VALUES ({marks}) ON CONFLICT (key) DO NOTHING",
        "INSERT OR REPLACE INTO {name} ({columns}) VALUES ({marks})",
        (_SQLITE,),
    ),
    Mutant(
        "Firestore updates whatever is there, whoever wrote it",
        "adapters/google/firestore_writes.py",
        "batch.update(self.place, fields, option=self._unchanged())",
        "batch.update(self.place, fields)",
        ("tests/contract/test_ledger_firestore.py",),
    ),
    Mutant(
        "Firestore creates over a record that is there",
        "adapters/google/firestore_writes.py",
        "batch.create(self.place, fields)",
        "batch.set(self.place, fields)",
        ("tests/contract/test_ledger_firestore.py",),
    ),
    Mutant(
        "two promises of the same dollars are both kept",
        "stages/budget.py",
        "    return (Replace(cohort),)",
        "    return ()",
        ("tests/stages/test_dollars.py", _OVERTAKEN),
    ),
)

PRECONDITIONS = (
    Mutant(
        "a folder's object is overwritten",
        "adapters/local/store.py",
        "            raise AlreadyExists(taken)",
        "            return",
        ("tests/contract/test_store.py",),
    ),
    Mutant(
        "a bucket's object is overwritten",
        "adapters/google/store.py",
        "blob.upload_from_string(data, content_type, if_generation_match=0,",
        "blob.upload_from_string(data, content_type,",
        ("tests/contract/test_store_cloud.py",),
    ),
)

ORDER = (
    Mutant(
        "a wave's drafts are asked for before the wave is committed",
        "stages/waves.py",
        "    planned = ports.ledger.commit(",
        "    for attempt in made.attempts:\n"
        "        ports.bus.publish(Topic.DRAFTS, DraftRequested(attempt=attempt.key))\n"
        "    planned = ports.ledger.commit(",
        (_CRASHES, _OVERTAKEN, _ORDERS),
    ),
    Mutant(
        "a final is asked for before its order is committed",
        "stages/accepting.py",
        "    accepted = attempt.moved(AttemptState.ACCEPTED, ports.clock.now(), decided_by=by)\n",
        "    accepted = attempt.moved(AttemptState.ACCEPTED, ports.clock.now(), decided_by=by)\n"
        "    ports.bus.publish(Topic.ACCEPTS, DraftAccepted(attempt=attempt.key), traceparent=attempt.traceparent)\n"
        "    ports.ledger.commit(Replace(attempt))\n",
        (_CRASHES, _ORDERS),
    ),
    Mutant(
        "an end is noted as told before the bus has it",
        "stages/announcing.py",
        "    ports.bus.flush()\n    told",
        "    told",
        ("tests/stages/test_sweep_faults.py", "tests/stages/test_sweep.py"),
    ),
    Mutant(
        "a delivery is told before it is committed",
        "stages/deliver.py",
        "deliveries=(delivery,), untold=True)",
        "deliveries=(delivery,), untold=False)",
        (_CRASHES,),
    ),
)

LEASES = (
    Mutant(
        "a draft is called before its slot is leased",
        "stages/calling.py",
        "        leased = leasing.take(ports, record, order.worst, order.instruction)\n",
        "        ports.models.generate(order.instruction, images, attempt=record.key)\n"
        "        leased = leasing.take(ports, record, order.worst, order.instruction)\n",
        (_CRASHES,),
    ),
    Mutant(
        "a slot is leased as often as anybody asks",
        "stages/leasing.py",
        "    if record.leases >= MAX_LEASES:",
        "    if record.leases >= 100 * MAX_LEASES:",
        ("tests/stages/test_calls_not_sent.py", "tests/stages/test_sweep.py", "tests/stages/test_whole_flow.py"),
    ),
    Mutant(
        "a lease is not counted",
        "stages/leasing.py",
        "leased.having(leases=record.leases + 1, resent=0",
        "leased.having(leases=record.leases, resent=0",
        (_CRASHES, "tests/stages/test_sweep.py"),
    ),
    Mutant(
        "a lease that still runs is taken away",
        "domain/records/paid.py",
        "        return self.lease_until is not None and self.lease_until > now",
        "        return False",
        ("tests/stages/test_sweep.py",),
    ),
    Mutant(
        "what a call without an answer may have cost is forgotten",
        "domain/records/paid.py",
        "perhaps_usd=self.perhaps_usd + self.worst_usd, worst_usd=ZERO",
        "worst_usd=ZERO",
        (_CRASHES,),
    ),
    Mutant(
        "a picture that a dead worker left is paid again",
        "stages/draft.py",
        "    if found is None:\n        return False",
        "    if found is not None:\n        return False",
        (_CRASHES,),
    ),
    Mutant(
        "a picture is kept without its bill",
        "stages/pictures.py",
        '"bill": bill.model_dump_json(), ',
        "",
        (_CRASHES,),
    ),
)

CAPS = (
    Mutant(
        "a refinement is drawn beyond the item's cap",
        "stages/refining.py",
        "    if full or item.allocated >= item.max_attempts:",
        "    if full:",
        ("tests/stages/test_deciding.py", "tests/statemachine"),
    ),
    Mutant(
        "a refinement is not counted",
        "stages/refining.py",
        "        counted = item.having(allocated=item.allocated + 1)",
        "        counted = item",
        ("tests/stages/test_deciding.py",),
    ),
    Mutant(
        "a cohort closes while somebody brings work back into it",
        "stages/closing.py",
        "        return (Replace(opened),)",
        "        return ()",
        (_OVERTAKEN,),
    ),
    Mutant(
        "the outstanding calls are not held back",
        "stages/budget.py",
        "    return cohort.max_usd - outstanding - committed(ports, cohort.key)",
        "    return cohort.max_usd - committed(ports, cohort.key)",
        ("tests/stages/test_dollars.py",),
    ),
)

JOBS = (
    Mutant(
        "a job is submitted before its record is committed",
        "stages/submitting.py",
        "    if receipt := ports.ledger.commit(Replace(begun)):\n        _send(ports, receipt.of(begun), calls)",
        "    _send(ports, begun, calls)",
        (f"{_JOB_CRASHES}::test_a_crash_at_any_step_submits_no_job_twice_and_changes_no_keeper[shared-after]",),
    ),
    Mutant(
        "a job that may be at the service is submitted again without a look",
        "stages/submitting.py",
        "    found = jobs_of(ports).find(job.key)\n",
        "    _not_sent(ports, job, job.words)\n    return\n    found = jobs_of(ports).find(job.key)\n",
        (f"{_JOB_CRASHES}::test_a_job_whose_submission_got_no_answer_is_found_by_its_name",),
    ),
    Mutant(
        "a result settles whichever call its key names",
        "stages/collecting.py",
        "    return call if call is not None and call.job == job.key else None",
        "    return call",
        ("tests/stages/test_batch_lane_ends.py::test_an_answer_under_the_key_of_another_jobs_call_changes_nothing",),
    ),
    Mutant(
        "a result is settled as often as it is there",
        "stages/collecting.py",
        "    if result.key in reading.seen:",
        "    if False:",
        ("tests/stages/test_batch_lane_ends.py::test_a_line_that_should_not_be_or_is_not_there_is_a_finding",),
    ),
    Mutant(
        "a draft goes into a job without a lease",
        "stages/submitting.py",
        "        return leasing.take_for_job(ports, attempt, item.draft_worst_usd, instruction)",
        "        return attempt.as_leased(ports.clock.now(), instruction=instruction)",
        (f"{_JOBS}::test_attempts_are_leased_for_the_life_of_their_job",),
    ),
)

SECRETS = (
    Mutant(
        "the service's words are kept with our key in them",
        "adapters/gemini_errors.py",
        "raise refusal.having_words(without_key(refusal.words, key)) from None",
        "raise refusal from None",
        ("tests/security/test_canary.py",),
    ),
    Mutant(
        "an answer is kept with our key in it",
        "adapters/gemini_service.py",
        'return without_key((response.sdk_http_response and response.sdk_http_response.body) or "", self._key)',
        'return (response.sdk_http_response and response.sdk_http_response.body) or ""',
        ("tests/security/test_canary.py",),
    ),
)

MUTANTS: tuple[Mutant, ...] = (*COMPARE_AND_SET, *PRECONDITIONS, *ORDER, *LEASES, *CAPS, *JOBS, *SECRETS)
