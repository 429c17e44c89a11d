"""Compare-and-set, on both ledgers."""

from tools.mutants.catalogue.suites import FIRESTORE, FIRESTORE_ANSWERS, SQLITE
from tools.mutants.mutant import Mutant

MUTANTS = (
    Mutant(
        "SQLite replaces whatever is there, whoever wrote it",
        "adapters/local/tables.py",
        "{assignments} WHERE key = ? AND revision = ?",
        "{assignments} WHERE key = ? AND ? IS NOT NULL",
        (f"{SQLITE}::TestSqliteLedger::test_a_stale_replacement_is_refused", SQLITE),
    ),
    Mutant(
        "SQLite creates over a record that is there",
        "adapters/local/tables.py",
        "INSERT INTO {name} ({columns}) VALUES ({marks}) ON CONFLICT (key) DO NOTHING",
        "INSERT OR REPLACE INTO {name} ({columns}) VALUES ({marks})",
        (f"{SQLITE}::TestSqliteLedger::test_a_taken_key_cannot_be_created_again", SQLITE),
    ),
    Mutant(
        "Firestore updates whatever is there, whoever wrote it",
        "adapters/google/firestore_writes.py",
        "batch.update(self.place, fields, option=self._unchanged())",
        "batch.update(self.place, fields)",
        (f"{FIRESTORE}::TestFirestoreLedger::test_a_stale_replacement_is_refused", FIRESTORE),
    ),
    Mutant(
        "Firestore creates over a record that is there",
        "adapters/google/firestore_writes.py",
        "batch.create(self.place, fields)",
        "batch.set(self.place, fields)",
        (f"{FIRESTORE}::TestFirestoreLedger::test_a_taken_key_cannot_be_created_again", FIRESTORE),
    ),
    Mutant(
        "SQLite deletes whatever is there, whoever wrote it",
        "adapters/local/tables.py",
        'delete=f"DELETE FROM {name} WHERE key = ? AND revision = ?"',
        'delete=f"DELETE FROM {name} WHERE key = ? AND ? IS NOT NULL"',
        (f"{SQLITE}::TestSqliteLedger::test_a_stale_deletion_is_refused", SQLITE),
    ),
    Mutant(
        "SQLite keeps the first changes of a commit that fails",
        "adapters/local/ledger.py",
        "    if connection.execute(sql, parameters).rowcount != 1:\n        raise _ConditionFailed",
        "    connection.execute(sql, parameters)",
        (f"{SQLITE}::TestSqliteLedger::test_one_failing_condition_undoes_the_whole_commit", SQLITE),
    ),
    Mutant(
        "a record that is created again passes for the one that was read before",
        "adapters/local/ledger.py",
        "        return randbits(62)",
        "        return 1",
        (f"{SQLITE}::TestSqliteLedger::test_a_record_created_again_is_not_the_one_that_was_read_before", SQLITE),
    ),
    Mutant(
        "Firestore deletes whatever is there, whoever wrote it",
        "adapters/google/firestore_writes.py",
        "batch.delete(self.place, option=self._unchanged())",
        "batch.delete(self.place)",
        (f"{FIRESTORE}::TestFirestoreLedger::test_a_stale_deletion_is_refused", FIRESTORE),
    ),
    Mutant(
        "a commit of which the answer was lost counts as refused",
        "adapters/google/firestore_commits.py",
        "return (self._looked_up() if last else None) or REFUSED",
        "return REFUSED",
        (f"{FIRESTORE_ANSWERS}::test_a_spoiled_replacement_has_the_new_revision", FIRESTORE_ANSWERS),
    ),
    Mutant(
        "a commit of which the answer was lost counts as done",
        "adapters/google/firestore_commits.py",
        "        if not any(self._token in _commits(snapshot) for snapshot in found.values()):\n"
        "            return None\n",
        "",
        (
            f"{FIRESTORE_ANSWERS}::test_a_replacement_that_never_arrived_is_refused_where_somebody_was_faster",
            FIRESTORE_ANSWERS,
        ),
    ),
)
