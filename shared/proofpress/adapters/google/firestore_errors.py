"""Firestore's errors as the decisions they ask for."""

from collections.abc import Iterator
from contextlib import contextmanager

from google.api_core import exceptions

from proofpress.adapters.google.firestore_client import Connection
from proofpress.domain.errors import Stop

REFUSALS: tuple[type[exceptions.GoogleAPICallError], ...] = (
    exceptions.AlreadyExists,
    exceptions.FailedPrecondition,
    exceptions.NotFound,
)
"""What a commit meets whose condition does not hold; but also a project without the right database."""

_NOT_OURS = "database"
"""A word of every refusal that speaks of the database as a whole; that of a document speaks of the document."""


def is_condition(error: exceptions.GoogleAPICallError) -> bool:
    """Whether a refused commit is about the state of its documents, and not of the project."""
    return _NOT_OURS not in (word.lower() for word in error.message.split())


@contextmanager
def explained(connection: Connection) -> Iterator[None]:
    """Raise Stop, with what mends it, where the project is not set up for us; a defect of ours stays as it is."""
    where = f"Firestore database {connection.database!r} of project {connection.project!r}"
    try:
        yield
    except exceptions.Unauthenticated as error:
        mend = "run 'gcloud auth application-default login' once more"
        raise Stop(f"{where} does not accept the credentials: {mend} ({error.message}).") from error
    except exceptions.PermissionDenied as error:
        mend = "grant this account roles/datastore.user, and see that the Firestore API is enabled"
        raise Stop(f"{where} may not be used: {mend} ({error.message}).") from error
    except exceptions.NotFound as error:
        mend = f"run 'terraform apply', or 'gcloud firestore databases create --database={connection.database}'"
        raise Stop(f"{where} was not found: {mend} ({error.message}).") from error
    except exceptions.FailedPrecondition as error:
        mend = "run 'terraform apply' and wait until its indexes are ready"
        raise Stop(f"{where} is not set up for Proofpress: {mend} ({error.message}).") from error
