"""What an event is about, as labels that logs can be searched by."""

from proofpress.domain.events import Event, JobRequested, ObjectFinalized
from proofpress.stages.names import attempt_key

_DEPTH = ("batch", "item", "attempt")


def labels_of(event: Event) -> dict[str, str]:
    """The batch, and the item and the attempt where the event is about one; a final has its attempt's number.

    A job of the batch lane is a label of its own.
    """
    if isinstance(event, JobRequested):
        return {"job": event.job}
    about = attempt_key(event.name) if isinstance(event, ObjectFinalized) else event.subject
    labels = dict(zip(_DEPTH, about.split("/"), strict=False))
    if "attempt" in labels:
        labels["attempt"] = labels["attempt"].partition("-")[0]
    return labels
