"""Objects made from other objects: copies, rewrites and compositions."""

from typing import Any

from proofpress.emulators.storage.body import PIECE
from proofpress.emulators.storage.conditions import Conditions, conditions_of
from proofpress.emulators.storage.contents import Incoming
from proofpress.emulators.storage.creating import Plan, create
from proofpress.emulators.storage.entries import Entry, need_object
from proofpress.emulators.storage.messages import Reply, Request, answer
from proofpress.emulators.storage.refusals import invalid, required
from proofpress.emulators.storage.settable import patched, settable
from proofpress.emulators.storage.state import State

_MOST_SOURCES = 32


def copy(request: Request, state: State) -> Reply:
    """Copy an object; what the body names is set in the copy."""
    return answer(request, _copied(request, state).resource(request.base))


def rewrite(request: Request, state: State) -> Reply:
    """As `copy`, in the answer's other shape; always done in one call."""
    entry = _copied(request, state)
    resource = {
        "kind": "storage#rewriteResponse",
        "totalBytesRewritten": str(entry.size),
        "objectSize": str(entry.size),
        "done": True,
        "resource": entry.resource(request.base),
    }
    return answer(request, resource)


def compose(request: Request, state: State) -> Reply:
    """Put objects of a bucket together, one after the other."""
    order = request.resource()
    sources = order.get("sourceObjects")
    if not sources:
        raise required("sourceObjects")
    if len(sources) > _MOST_SOURCES:
        raise invalid(f"The number of source components provided ({len(sources)}) exceeds the maximum (32)")
    given = settable(order.get("destination", {}))
    plan = Plan(request.bucket, request.object, given, conditions_of(request), composed_of=len(sources))
    with state.contents.incoming() as incoming:
        for source in sources:
            wanted = Conditions(_number(source.get("objectPreconditions", {}).get("ifGenerationMatch")))
            generation = _number(source.get("generation"))
            _pour(state, request.bucket, source.get("name", ""), generation, wanted, incoming)
        return answer(request, create(state, plan, incoming.content()).resource(request.base))


def _number(value: Any) -> int | None:
    """A generation, which is a number or the text of one."""
    try:
        return None if value is None else int(value)
    except ValueError as error:
        raise invalid(f"Invalid generation: {value}") from error


def _copied(request: Request, state: State) -> Entry:
    bucket, name = request.names["from_bucket"], request.names["from_object"]
    changes = request.resource()
    wanted = conditions_of(request, "ifSource")
    with state.contents.incoming() as incoming:
        source = _pour(state, bucket, name, request.number("sourceGeneration"), wanted, incoming)
        given = patched(settable(source.fields), changes)
        plan = Plan(request.bucket, request.object, given, conditions_of(request))
        return create(state, plan, incoming.content())


def _pour(
    state: State, bucket: str, name: str, generation: int | None, wanted: Conditions, incoming: Incoming
) -> Entry:
    """Add the bytes of an object to a file; returns what is known of the object."""
    with state.index.reading() as db:
        entry = need_object(db, bucket, name, generation)
        wanted.check(entry)
        file = state.contents.open(entry.file)
    with file:
        while data := file.read(PIECE):
            incoming.write(data)
    return entry
