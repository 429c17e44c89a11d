"""The one order of effects: the object, the commit, the message."""

from tools.mutants.catalogue.suites import CRASHES, ORDERS, OVERTAKEN, SWEEP, WATCHED
from tools.mutants.mutant import Mutant

MUTANTS = (
    Mutant(
        "a wave's drafts are asked for before the wave is committed",
        "stages/waves.py",
        "    planned = ports.ledger.commit(",
        "    for attempt in made.attempts:\n"
        "        requesting.request(ports, attempt)\n"
        "    planned = ports.ledger.commit(",
        (f"{WATCHED}::test_in_a_flow_with_faults", WATCHED, CRASHES, OVERTAKEN, ORDERS),
    ),
    Mutant(
        "a final is asked for before its order is committed",
        "stages/accepting.py",
        "    accepted = attempt.moved(AttemptState.ACCEPTED, ports.clock.now(), decided_by=by)\n",
        "    accepted = attempt.moved(AttemptState.ACCEPTED, ports.clock.now(), decided_by=by)\n"
        "    requesting.request(ports, _final(ports, item, attempt, attempt.key))\n"
        "    ports.ledger.commit(Replace(attempt))\n",
        (f"{WATCHED}::test_in_a_flow_with_faults", WATCHED, CRASHES, ORDERS),
    ),
    Mutant(
        "an end is noted as told before the bus has it",
        "stages/announcing.py",
        "    ports.bus.flush()\n    told",
        "    told",
        (WATCHED, "tests/stages/test_sweep_faults.py", SWEEP),
    ),
    Mutant(
        "a delivery is told before it is committed",
        "stages/deliver.py",
        "deliveries=(delivery,), untold=True)",
        "deliveries=(delivery,), untold=False)",
        (CRASHES,),
    ),
    Mutant(
        "an edit is asked for before it is committed",
        "stages/refining.py",
        "        if ports.ledger.commit(Replace(counted), Create(child), *changes):",
        "        requesting.request(ports, child)\n"
        "        if ports.ledger.commit(Replace(counted), Create(child), *changes):",
        (f"{WATCHED}::test_when_people_decide", WATCHED),
    ),
    Mutant(
        "a second final is asked for before its order is committed",
        "stages/rerendering.py",
        "        rendering = Replace(slot.having(renders=slot.renders + 1))\n",
        "        rendering = Replace(slot.having(renders=slot.renders + 1))\n"
        "        requesting.request(ports, again)\n",
        (f"{WATCHED}::test_in_a_flow_with_faults", WATCHED),
    ),
    Mutant(
        "what goes live after all is asked for before that is committed",
        "stages/packing.py",
        "        if self.ports.ledger.commit(Replace(live)):",
        "        requesting.request(self.ports, live)\n        if self.ports.ledger.commit(Replace(live)):",
        (f"{WATCHED}::test_when_a_job_takes_so_long_that_its_calls_go_live", WATCHED),
    ),
    Mutant(
        "a draft is committed before its picture is in the bucket",
        "stages/pictures.py",
        "        stored = ports.store.put(bucket, object_name(record.key, picture.mime), picture.data, picture.mime, metadata)\n"
        "    except",
        "        from proofpress.ports import Replace\n"
        "\n"
        "        name = object_name(record.key, picture.mime)\n"
        '        image = StoredImage(bucket=bucket, name=name, sha256="", mime=picture.mime, size=0)\n'
        '        ports.ledger.commit(Replace(record.moved("drafted", ports.clock.now(), image=image, lease_until=None)))\n'
        "        stored = ports.store.put(bucket, name, picture.data, picture.mime, metadata)\n"
        "    except",
        (f"{WATCHED}::test_in_a_flow_with_faults", WATCHED, CRASHES),
    ),
)
