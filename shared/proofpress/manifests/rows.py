"""Rows of a file that a manifest names: the values of an axis, or items."""

from proofpress.manifests.attachments import Attachments
from proofpress.manifests.formats.documents import read_document
from proofpress.manifests.limits import MAX_BYTES
from proofpress.manifests.places import Spot
from proofpress.manifests.problems import Complaint, InvalidManifest, Problems


def read_rows(path: str, spot: Spot, attachments: Attachments, problems: Problems) -> Spot | None:
    """The top of a file that is a list of rows; None where a fault was reported."""
    data = attachments.read(path, MAX_BYTES)
    if isinstance(data, Complaint):
        problems.complain(spot, data)
        return None
    try:
        document = read_document(path, data)
    except InvalidManifest as error:
        problems.take(error)
        return None
    if not isinstance(document.value, list):
        problems.add(spot, f"the file {path!r} is not a list of rows")
        return None
    return Spot(document)
