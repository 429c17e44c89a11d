"""The connection to Firestore."""

import os

from google.cloud.firestore import Client

from proofpress.adapters.google.credentials import application_default
from proofpress.adapters.google.lazy import Lazy

_EMULATOR = "FIRESTORE_EMULATOR_HOST"


class Connection:
    """Google's client of one database, built on first use; FIRESTORE_EMULATOR_HOST leads it to an emulator."""

    def __init__(self, project: str, database: str) -> None:
        self.project = project
        self.database = database
        self._client = Lazy(self._connect)

    @property
    def client(self) -> Client:
        """The client; Stop where there are no credentials."""
        return self._client.get()

    def close(self) -> None:
        """Close the channel, if there is one; the connection cannot be used afterwards."""
        if client := self._client.built:
            client._firestore_api.transport.close()  # noqa: SLF001 - the client itself has no way to close it

    def _connect(self) -> Client:
        credentials = None if os.environ.get(_EMULATOR) else application_default()
        client = Client(project=self.project, database=self.database, credentials=credentials)
        # Two threads with the client's first calls would each open a channel, and one of the two would never be closed.
        client._firestore_api  # noqa: B018, SLF001
        return client
