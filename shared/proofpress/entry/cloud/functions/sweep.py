"""sweep: mends what was cut off, whenever the scheduler calls, and records the messages that Pub/Sub gave up on."""

from proofpress.entry.cloud.serving.opening import opened
from proofpress.entry.cloud.serving.sweeping import answering

sweep = answering(opened())
