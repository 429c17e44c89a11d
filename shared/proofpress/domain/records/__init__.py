"""What the ledger keeps. Every record is stored as versioned JSON beside the few fields that queries use."""

from proofpress.domain.records.attempt import Attempt, Audit
from proofpress.domain.records.background import Background, CopyZones
from proofpress.domain.records.banner_set import Banner, BannerSet
from proofpress.domain.records.batch import Batch, Request
from proofpress.domain.records.campaign import Campaign
from proofpress.domain.records.cohort import Cohort, Tally
from proofpress.domain.records.dead_letter import DeadLetter
from proofpress.domain.records.final import Final, Likeness
from proofpress.domain.records.item import Item
from proofpress.domain.records.job import MAX_FINDINGS, Finding, FindingKind, Job
from proofpress.domain.records.keeper import MAX_RENDERS, MAX_SLOT_RENDERS, Keeper
from proofpress.domain.records.paid import MAX_LEASES, Paid, StoredImage
from proofpress.domain.records.product import REMEMBERED, Fault, Photo, Product
from proofpress.domain.records.record import KEPT, MAX_BYTES, Record
from proofpress.domain.records.sketch import Sketch
from proofpress.domain.records.watched import NEVER, Watched, epoch_seconds

__all__ = [
    "KEPT",
    "MAX_BYTES",
    "MAX_FINDINGS",
    "MAX_LEASES",
    "MAX_RENDERS",
    "MAX_SLOT_RENDERS",
    "NEVER",
    "REMEMBERED",
    "Attempt",
    "Audit",
    "Background",
    "Banner",
    "BannerSet",
    "Batch",
    "Campaign",
    "Cohort",
    "CopyZones",
    "DeadLetter",
    "Fault",
    "Final",
    "Finding",
    "FindingKind",
    "Item",
    "Job",
    "Keeper",
    "Likeness",
    "Paid",
    "Photo",
    "Product",
    "Record",
    "Request",
    "Sketch",
    "StoredImage",
    "Tally",
    "Watched",
    "epoch_seconds",
]
