"""What the stages need from the world, as short Protocols. Adapters of one port share one contract suite."""

from proofpress.ports.bundle import Ports
from proofpress.ports.bus import Bus, Topic
from proofpress.ports.clock import Clock
from proofpress.ports.jobs import JobOrder, JobResult, Jobs, Unreadable
from proofpress.ports.ledger import REFUSED, Change, Create, Delete, Ledger, R, Receipt, Replace
from proofpress.ports.models import Image, Models, Opinion, Picture
from proofpress.ports.policy import Policy
from proofpress.ports.store import AlreadyExists, Bucket, Changed, Store, Stored
from proofpress.ports.web import Allowed, NoWeb, Web

__all__ = [
    "REFUSED",
    "Allowed",
    "AlreadyExists",
    "Bucket",
    "Bus",
    "Change",
    "Changed",
    "Clock",
    "Create",
    "Delete",
    "Image",
    "JobOrder",
    "JobResult",
    "Jobs",
    "Ledger",
    "Models",
    "NoWeb",
    "Opinion",
    "Picture",
    "Policy",
    "Ports",
    "R",
    "Receipt",
    "Replace",
    "Store",
    "Stored",
    "Topic",
    "Unreadable",
    "Web",
]
