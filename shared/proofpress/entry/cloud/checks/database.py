"""The ledger's database, with the indexes that its queries need."""

from collections.abc import Iterator

from proofpress.adapters.google.firestore_indexes import CompositeIndex, Field, declared_indexes
from proofpress.adapters.google.inspection import Inspector
from proofpress.adapters.google.inspection_firestore import FoundDatabase, find_database
from proofpress.domain import queries
from proofpress.entry.checks.check import Check, failed, ok, warning
from proofpress.entry.cloud.checks.buckets import MAKE
from proofpress.entry.cloud.checks.unchecked import answered, on_emulators
from proofpress.entry.cloud.settings import CloudSettings
from proofpress.ports import Ledger


def check_database(inspector: Inspector, settings: CloudSettings) -> Iterator[Check]:
    """The database, its composite indexes and its TTL fields."""
    if not inspector.answers_for("firestore"):
        yield from map(on_emulators, ("database", "indexes", "expiry"))
        return
    yield from answered("database", MAKE, lambda: _look(inspector, settings))


def check_ledger(ledger: Ledger) -> Iterator[Check]:
    """Whether the ledger answers, and whether anything in it waits for attention."""
    yield from answered("ledger", "See `database`, `ledger's role` and the network", lambda: _count(ledger))


def _look(inspector: Inspector, settings: CloudSettings) -> Iterator[Check]:
    name = settings.database_id
    declared = declared_indexes()
    collections = {index.collection for index in declared.composites} | {each.collection for each in declared.expiring}
    found = find_database(inspector, settings.project, name, sorted(collections))
    if found is None:
        yield failed("database", f"there is no database {name!r} in {settings.project}", MAKE)
        return
    if not found.native:
        yield failed("database", f"{name} is in Datastore mode", "Name another by PROOFPRESS_DATABASE, and make that")
        return
    yield ok("database", name)
    yield from _indexes(found, settings)
    yield from _expiry(found, settings)


def _indexes(found: FoundDatabase, settings: CloudSettings) -> Iterator[Check]:
    declared = declared_indexes().composites
    missing = [index for index in declared if index not in found.composites]
    for index in missing:
        words = f"{index.collection} by {', '.join(index.fields)}"
        if index in found.being_built:
            yield warning("indexes", f"{words} is still being built", "Wait for some minutes")
        else:
            yield failed("indexes", f"{words} is missing: queries that need it fail", _create(index, settings))
    if not missing:
        yield ok("indexes", f"all {len(declared)} serve")


def _expiry(found: FoundDatabase, settings: CloudSettings) -> Iterator[Check]:
    declared = declared_indexes().expiring
    missing = [field for field in declared if field not in found.expiring]
    for field in missing:
        words = f"{field.collection} is never tidied up"
        yield warning("expiry", words, _enable(field, settings))
    if not missing:
        yield ok("expiry", "what is no longer needed goes after a while")


def _create(index: CompositeIndex, settings: CloudSettings) -> str:
    fields = " ".join(f"--field-config=field-path={field},order=ascending" for field in index.fields)
    return (
        f"gcloud firestore indexes composite create --project={settings.project} --database={settings.database_id} "
        f"--collection-group={index.collection} --query-scope=collection {fields}"
    )


def _enable(field: Field, settings: CloudSettings) -> str:
    return (
        f"gcloud firestore fields ttls update {field.name} --project={settings.project} "
        f"--database={settings.database_id} --collection-group={field.collection} --enable-ttl"
    )


def _count(ledger: Ledger) -> Iterator[Check]:
    counts = [ledger.count(query) for query in (queries.batches(), queries.open_batches())]
    letters = ledger.count(queries.dead_letters())
    yield ok("ledger", f"batches: {counts[0]}, open: {counts[1]}")
    if letters:
        see = "See `proofpress deadletters list --on cloud`"
        yield warning("dead letters", f"messages that could not be processed: {letters}", see)
