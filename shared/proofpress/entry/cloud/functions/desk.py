"""desk: how far the batches are, for people and programs."""

from proofpress.entry.cloud.serving.desk import answering
from proofpress.entry.cloud.serving.opening import opened

desk = answering(opened())
