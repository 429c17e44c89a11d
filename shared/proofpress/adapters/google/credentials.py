"""Who we are to Google Cloud: the application default credentials."""

import google.auth
from google.auth.credentials import Credentials
from google.auth.exceptions import DefaultCredentialsError

from proofpress.domain.errors import Stop

_SCOPES = ("https://www.googleapis.com/auth/cloud-platform",)


def application_default() -> Credentials:
    """The credentials that this machine or service has; Stop, with the mend, where it has none."""
    try:
        credentials, _ = google.auth.default(scopes=_SCOPES)
    except DefaultCredentialsError as error:
        raise Stop(
            "No Google Cloud credentials were found: run `gcloud auth application-default login`, "
            f"or let GOOGLE_APPLICATION_CREDENTIALS name a file with credentials. {error}"
        ) from error
    return credentials
