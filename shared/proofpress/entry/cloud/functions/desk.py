"""desk: where people decide on drafts, and programs ask how far the batches are."""

from proofpress.entry.cloud.serving.desk import answering
from proofpress.entry.cloud.serving.opening import opened

desk = answering(opened())
