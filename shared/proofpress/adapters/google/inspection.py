"""Questions about a deployment by Google Cloud's REST interfaces; nothing is changed.

REST rather than the client libraries: half of what is asked for has no client among our dependencies, and one small
reader can be pointed at the emulators, or at a server that gives documented answers.
"""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any, Self

import requests
from google.auth.credentials import Credentials
from google.auth.exceptions import GoogleAuthError
from google.auth.transport.requests import AuthorizedSession
from google.oauth2.credentials import Credentials as UserCredentials

from proofpress.domain.errors import Stop

TIMEOUT = 20.0
"""Seconds for one answer."""

HOSTS = {
    "cloudfunctions": "https://cloudfunctions.googleapis.com/v2",
    "cloudresourcemanager": "https://cloudresourcemanager.googleapis.com/v3",
    "cloudscheduler": "https://cloudscheduler.googleapis.com/v1",
    "firestore": "https://firestore.googleapis.com/v1",
    "openidconnect": "https://openidconnect.googleapis.com/v1",
    "pubsub": "https://pubsub.googleapis.com/v1",
    "run": "https://run.googleapis.com/v2",
    "secretmanager": "https://secretmanager.googleapis.com/v1",
    "serviceusage": "https://serviceusage.googleapis.com/v1",
    "storage": "https://storage.googleapis.com/storage/v1",
}
"""Where each interface is asked, by the first word of its host."""

_MISSING = 404
_REFUSED = 400


class Unanswered(Stop):
    """The service gave no answer to go by; the message has its own words."""


class NotSignedIn(Stop):
    """The credentials are there, but no longer of use."""


@dataclass(frozen=True)
class Answer:
    """What came back: a JSON object, and when the service says it was."""

    body: Mapping[str, Any]
    time: str
    """The Date header."""

    @property
    def seconds(self) -> float:
        """The service's clock, in seconds since 1970; raises ValueError where it told no time."""
        return parsedate_to_datetime(self.time).timestamp()


class Inspector:
    """Asks as the given credentials, or as nobody; an interface that `hosts` does not name is not asked."""

    def __init__(self, credentials: Credentials | None, hosts: Mapping[str, str], project: str) -> None:
        self._hosts = dict(hosts)
        self.credentials = credentials
        self._session = _session(credentials, project)

    @classmethod
    def of_emulators(cls, project: str) -> Self:
        """Asks the emulators that the environment names; they answer for Pub/Sub and Cloud Storage alone."""
        storage, pubsub = os.environ["STORAGE_EMULATOR_HOST"], os.environ["PUBSUB_EMULATOR_HOST"]
        return cls(None, {"storage": f"{storage}/storage/v1", "pubsub": f"http://{pubsub}/v1"}, project)

    def answers_for(self, interface: str) -> bool:
        """Whether an interface can be asked at all."""
        return interface in self._hosts

    def get(self, interface: str, path: str, **parameters: str | list[str]) -> Answer | None:
        """What is at a path, None where nothing is.

        Raises:
            Unanswered: the service will not say.
            NotSignedIn: nobody will, until the credentials are renewed.
        """
        return self._ask("GET", interface, path, params=parameters)

    def post(self, interface: str, path: str, body: Mapping[str, Any]) -> Answer | None:
        """As `get`, for the questions that are put in a body."""
        return self._ask("POST", interface, path, json=body)

    def pages(self, interface: str, path: str, key: str, **parameters: str) -> Iterator[Mapping[str, Any]]:
        """All entries of a list, over its pages."""
        token = ""
        while True:
            answer = self.get(interface, path, **parameters, **({"pageToken": token} if token else {}))
            body = answer.body if answer else {}
            yield from body.get(key, ())
            token = str(body.get("nextPageToken", ""))
            if not token:
                return

    def knock(self, url: str) -> int:
        """The status that an address gives to a stranger's GET; 0 where nobody answers."""
        try:
            return requests.get(url, timeout=TIMEOUT, allow_redirects=False).status_code
        except requests.RequestException:
            return 0

    def close(self) -> None:
        """Let go of the connections."""
        self._session.close()

    def _ask(self, method: str, interface: str, path: str, **what: Any) -> Answer | None:
        url = f"{self._hosts[interface]}/{path}"
        try:
            answer = self._session.request(method, url, timeout=TIMEOUT, **what)
        except GoogleAuthError as error:
            raise NotSignedIn(f"The credentials are no longer of use: {error}") from error
        except requests.RequestException as error:
            raise Unanswered(f"{interface} gave no answer: {error}") from error
        if answer.status_code == _MISSING:
            return None
        if answer.status_code >= _REFUSED:
            raise Unanswered(f"{interface} answered {answer.status_code}: {_words(answer)}")
        try:
            body = answer.json()
        except requests.JSONDecodeError as error:
            raise Unanswered(f"{interface} answered with something else than JSON") from error
        return Answer(body if isinstance(body, dict) else {}, answer.headers.get("Date", ""))


def _session(credentials: Credentials | None, project: str) -> requests.Session:
    if credentials is None:
        return requests.Session()
    session: requests.Session = AuthorizedSession(_billed_to(credentials, project))  # type: ignore[no-untyped-call]
    return session


def _billed_to(credentials: Credentials, project: str) -> Credentials:
    """A person's credentials name no project by themselves, which some interfaces refuse."""
    if isinstance(credentials, UserCredentials) and not credentials.quota_project_id:
        billed: Credentials = credentials.with_quota_project(project)
        return billed
    return credentials


def _words(answer: requests.Response) -> str:
    """What an error in Google's JSON form says, else the beginning of whatever was answered."""
    try:
        return str(answer.json()["error"]["message"])
    except (requests.JSONDecodeError, KeyError, TypeError):
        return answer.text[:200]
