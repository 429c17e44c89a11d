"""Events from files, as `send`, `run --event` and `campaign test` take them."""

import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from proofpress.domain.campaigns.news import News
from proofpress.domain.errors import BadInput, Drop
from proofpress.domain.events import ShopEventReceived
from proofpress.manifests.senders import Ignored, read_news, read_raw
from proofpress.manifests.senders.raw import MAX_BYTES

_STDIN = "-"


def read_event(path: Path, attributes: Mapping[str, str] | None = None) -> ShopEventReceived:
    """The event of a file, or of stdin for `-`; BadInput where it cannot be read."""
    try:
        data = sys.stdin.buffer.read(MAX_BYTES + 1) if str(path) == _STDIN else path.read_bytes()
        text = data.decode("utf-8-sig")
    except FileNotFoundError as error:
        raise BadInput(f"There is no file {path}.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path} cannot be read: {error}.") from error
    return ShopEventReceived(attributes=dict(attributes or {}), text=text, published=datetime.now(UTC))


def news_of(path: Path, event: ShopEventReceived) -> News | Ignored:
    """What an event says; BadInput with the file's name where it cannot be made out."""
    try:
        return read_news(read_raw(event.text.encode(), event.attributes, event.published))
    except Drop as error:
        raise BadInput(f"{path}: {error}") from error


def attributes_of(given: list[str] | None) -> dict[str, str]:
    """Attributes as `NAME=VALUE`; BadInput for anything else."""
    pairs = [each.partition("=") for each in given or ()]
    wrong = next((name for name, mark, _ in pairs if not mark or not name), None)
    if wrong is not None:
        raise BadInput(f"--attribute {wrong!r} is not NAME=VALUE.")
    return {name: value for name, _, value in pairs}
