"""webhook: hears from the Gemini API that a job of the batch lane is over."""

from proofpress.entry.cloud.serving.opening import opened
from proofpress.entry.cloud.serving.webhook import answering

webhook = answering(opened())
