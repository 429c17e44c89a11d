"""Compare-and-set, on both ledgers."""

from tools.mutants.catalogue.suites import FIRESTORE, FIRESTORE_ANSWERS, SQLITE
from tools.mutants.mutant import Mutant

MUTANTS = (
    Mutant(
        "SQLite replaces whatever is there, whoever wrote it",
        "adapters/local/tables.py",
        "{assignments} WHERE key = ? AND revision = ?",
        "{assignments} WHERE key = ? AND ? IS NOT NULL",
        (SQLITE,),
    ),
    Mutant(
        "SQLite creates over a record that is there",
        "adapters/local/tables.py",
        "INSERT INTO {name} ({columns}) VALUES ({marks}) ON CONFLICT (key) DO NOTHING",
        "INSERT OR REPLACE INTO {name} ({columns}) VALUES ({marks})",
        (SQLITE,),
    ),
    Mutant(
        "Firestore updates whatever is there, whoever wrote it",
        "adapters/google/firestore_writes.py",
        "batch.update(self.place, fields, option=self._unchanged())",
        "batch.update(self.place, fields)",
        (FIRESTORE,),
    ),
    Mutant(
        "Firestore creates over a record that is there",
        "adapters/google/firestore_writes.py",
        "batch.create(self.place, fields)",
        "batch.set(self.place, fields)",
        (FIRESTORE,),
    ),
    Mutant(
        "SQLite deletes whatever is there, whoever wrote it",
        "adapters/local/tables.py",
        'delete=f"DELETE FROM {name} WHERE key = ? AND revision = ?"',
        'delete=f"DELETE FROM {name} WHERE key = ? AND ? IS NOT NULL"',
        (SQLITE,),
    ),
    Mutant(
        "SQLite keeps the first changes of a commit that fails",
        "adapters/local/ledger.py",
        "    if connection.execute(sql, parameters).rowcount != 1:\n        raise _ConditionFailed",
        "    connection.execute(sql, parameters)",
        (SQLITE,),
    ),
    Mutant(
        "a record that is created again passes for the one that was read before",
        "adapters/local/ledger.py",
        "        return randbits(62)",
        "        return 1",
        (SQLITE,),
    ),
    Mutant(
        "Firestore deletes whatever is there, whoever wrote it",
        "adapters/google/firestore_writes.py",
        "batch.delete(self.place, option=self._unchanged())",
        "batch.delete(self.place)",
        (FIRESTORE,),
    ),
    Mutant(
        "a commit of which the answer was lost counts as refused",
        "adapters/google/firestore_commits.py",
        "return (self._looked_up() if last else None) or REFUSED",
        "return REFUSED",
        (FIRESTORE_ANSWERS,),
    ),
    Mutant(
        "a commit of which the answer was lost counts as done",
        "adapters/google/firestore_commits.py",
        "        if not any(self._token in _commits(snapshot) for snapshot in found.values()):\n"
        "            return None\n",
        "",
        (FIRESTORE_ANSWERS,),
    ),
)
