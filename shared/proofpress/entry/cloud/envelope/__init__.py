"""One reader for every form in which an event can reach a function.

    own push subscription     wrapped JSON, or unwrapped with its metadata in headers
    Eventarc                  binary or structured CloudEvents
    bucket notification       attributes on a message, in any of the forms above

`parse` makes an Envelope of each, or raises Refused for what is none of them.
"""

from proofpress.entry.cloud.envelope.model import Envelope, FinalizedObject
from proofpress.entry.cloud.envelope.parse import LARGEST_BODY, parse
from proofpress.entry.cloud.envelope.refusal import Refused

__all__ = ["LARGEST_BODY", "Envelope", "FinalizedObject", "Refused", "parse"]
