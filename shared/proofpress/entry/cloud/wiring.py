"""Ports over a deployment: the one place that picks the adapters of Google Cloud."""

import os
import socket
from datetime import timedelta

from proofpress.adapters.google.bus import PubSubBus
from proofpress.adapters.google.ledger import FirestoreLedger
from proofpress.adapters.google.store import CloudStore
from proofpress.adapters.google.web import CloudWeb
from proofpress.adapters.local.clock import SystemClock
from proofpress.domain.catalog import Catalog
from proofpress.entry.cloud.settings import CloudSettings
from proofpress.entry.cloud.topology import FUNCTION_TIMEOUT
from proofpress.ports import Bucket, Jobs, Models, Ports, Topic


def open_ledger(settings: CloudSettings) -> FirestoreLedger:
    """The deployment's ledger."""
    return FirestoreLedger(settings.project, settings.database_id)


def open_store(settings: CloudSettings) -> CloudStore:
    """The deployment's buckets."""
    return CloudStore(settings.project, {bucket: settings.bucket(bucket) for bucket in Bucket})


def open_bus(settings: CloudSettings) -> PubSubBus:
    """The deployment's topics."""
    return PubSubBus({topic: settings.topic(topic) for topic in Topic})


def open_ports(settings: CloudSettings, catalog: Catalog, models: Models, jobs: Jobs | None = None) -> Ports:
    """Everything a stage may touch."""
    owner = f"{socket.gethostname()}:{os.getpid()}"
    patience = timedelta(seconds=FUNCTION_TIMEOUT / 2)
    policy = settings.policy(owner, patience)
    ledger, store, bus = open_ledger(settings), open_store(settings), open_bus(settings)
    web = CloudWeb(settings.project)
    return Ports(ledger, store, bus, models, SystemClock(), catalog, policy, jobs=jobs, web=web)
