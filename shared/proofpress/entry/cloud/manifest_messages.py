"""A manifest as the data of a plain message, as `gcloud pubsub topics publish --message="$(cat spring.yaml)"` sends it.

Its attributes `batch` and `name` are optional; the suffix of `name` tells the format, which is YAML without it.
"""

from proofpress.domain.errors import Drop
from proofpress.domain.events import ManifestRequested
from proofpress.entry.cloud.envelope import Envelope
from proofpress.entry.cloud.settings import CloudSettings


def manifest_text(envelope: Envelope, _settings: CloudSettings) -> ManifestRequested | None:
    """The manifest of a message that is no CloudEvent; Drop where its data are no text."""
    message = envelope.message
    if envelope.finalized or "ce-type" in message.attributes:
        return None
    try:
        text = message.data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Drop("the message's data are no UTF-8 text, so they are no manifest") from error
    if not text.strip():
        raise Drop("the message has no data: publish the manifest's text as its data")
    given = {name: message.attributes[name] for name in ("batch", "name") if message.attributes.get(name)}
    return ManifestRequested(text=text, **given)
