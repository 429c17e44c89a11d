"""What a failure of Cloud Storage asks for: Stop where somebody must mend the deployment, Retry else."""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum

from google.api_core.exceptions import Forbidden, GoogleAPIError, NotFound, Unauthorized
from google.auth.exceptions import GoogleAuthError, TransportError
from google.cloud.storage.exceptions import DataCorruption, InvalidResponse  # type: ignore[import-untyped]
from requests.exceptions import RequestException
from urllib3.exceptions import HTTPError

from proofpress.domain.errors import Retry, Stop


class Roles(StrEnum):
    """What each kind of call needs; a put also looks at what took its name."""

    PUT = "roles/storage.objectCreator and roles/storage.objectViewer"
    READ = "roles/storage.objectViewer"
    DELETE = "roles/storage.objectUser"
    REPLACE = "roles/storage.objectUser"


@contextmanager
def explained(bucket: str, name: str, roles: Roles) -> Iterator[None]:
    """Turn the client's errors about an object, or about a bucket where the name is empty, into ours."""
    try:
        yield
    except Forbidden as error:
        raise Stop(f"No access to gs://{bucket}/{name}: grant {roles} on the bucket {bucket}. {error}") from error
    except (Unauthorized, GoogleAuthError) as error:
        if _may_pass(error):
            raise Retry(f"There was no answer about our credentials: {error}") from error
        raise Stop(
            f"Cloud Storage refused the credentials: `gcloud auth application-default login`. {error}"
        ) from error
    except NotFound as error:
        raise Stop(f"The bucket {bucket} does not exist: run `terraform apply`.") from error
    except (GoogleAPIError, RequestException, HTTPError, InvalidResponse, DataCorruption, ConnectionError) as error:
        raise Retry(f"Cloud Storage failed on gs://{bucket}/{name}: {error}") from error


def is_about_the_bucket(error: NotFound) -> bool:
    """Whether it is the bucket that was not found, rather than an object in it; only the service's words tell."""
    return "bucket does not exist" in str(error)


def _may_pass(error: Exception) -> bool:
    silent = isinstance(error, TransportError) or isinstance(error.__cause__, TransportError)
    return silent or bool(getattr(error, "retryable", False))
