"""Events that somebody put into the inbox of a work folder as files: `inbox/events/*.json`."""

from pathlib import PurePosixPath

from proofpress.domain.errors import Drop
from proofpress.domain.events import ObjectFinalized
from proofpress.ports import AlreadyExists, Bucket, Ports
from proofpress.stages.campaigns.hearing import hear_file

FOLDER = "events"
HEARD = "events-heard"


def hear_inbox(ports: Ports) -> list[str]:
    """Hear each file once, in order of their names, and put it aside; why some could not be, which stay where they are."""
    refusals = []
    for name in ports.store.names(Bucket.INBOX, f"{FOLDER}/"):
        if not name.endswith(".json"):
            continue
        try:
            hear_file(ObjectFinalized(bucket=Bucket.INBOX, name=name), ports)
        except Drop as refusal:
            refusals.append(f"inbox/{name}: {refusal}")
        else:
            _put_aside(ports, name)
    return refusals


def _put_aside(ports: Ports, name: str) -> None:
    data, aside = ports.store.get(Bucket.INBOX, name), PurePosixPath(HEARD, PurePosixPath(name).name)
    for number in range(1, 1_000):
        try:
            ports.store.put(Bucket.INBOX, str(aside), data, "application/json")
        except AlreadyExists:
            aside = aside.with_name(f"{PurePosixPath(name).stem}-{number}.json")
        else:
            break
    ports.store.delete(Bucket.INBOX, name)
