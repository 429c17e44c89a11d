"""Objects: what is known of them, patches, and deletion."""

from dataclasses import replace

from proofpress.emulators.storage.conditions import check_etags, conditions_of
from proofpress.emulators.storage.entries import erase, need_object, now, write
from proofpress.emulators.storage.messages import Reply, Request, answer
from proofpress.emulators.storage.outbox import Change
from proofpress.emulators.storage.settable import patched
from proofpress.emulators.storage.state import State


def describe(request: Request, state: State) -> Reply:
    """The resource of an object."""
    with state.index.reading() as db:
        entry = need_object(db, request.bucket, request.object, request.number("generation"))
    conditions_of(request).check(entry)
    check_etags(request, entry)
    return answer(request, entry.resource(request.base))


def patch(request: Request, state: State) -> Reply:
    """Change some of the metadata: the metageneration grows, the generation stays."""
    changes = request.resource()
    with state.index.transaction() as db:
        entry = need_object(db, request.bucket, request.object, request.number("generation"))
        conditions_of(request).check(entry)
        check_etags(request, entry)
        fields = patched(entry.fields, changes) | {"updated": now()}
        entry = replace(entry, metageneration=entry.metageneration + 1, fields=fields)
        write(db, entry)
        state.outbox.announce(db, Change.METADATA_UPDATE, entry)
    state.outbox.filled.set()
    return answer(request, entry.resource(request.base))


def delete(request: Request, state: State) -> Reply:
    """Remove an object for good."""
    with state.index.transaction() as db:
        entry = need_object(db, request.bucket, request.object, request.number("generation"))
        conditions_of(request).check(entry)
        check_etags(request, entry)
        erase(db, entry)
        state.outbox.announce(db, Change.DELETE, entry)
    state.outbox.filled.set()
    state.contents.remove(entry.file)
    return Reply(204)
