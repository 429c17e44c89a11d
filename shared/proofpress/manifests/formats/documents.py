"""From the bytes of a file to a parsed document, by the format that its name tells."""

import re
from collections.abc import Callable
from pathlib import PurePosixPath

from proofpress.manifests.formats.csv_format import read_csv
from proofpress.manifests.formats.json_format import read_json, read_json_lines
from proofpress.manifests.formats.yaml_format import read_yaml
from proofpress.manifests.limits import MAX_BYTES
from proofpress.manifests.places import Document
from proofpress.manifests.problems import fault

_READERS: dict[str, Callable[[str, str], Document]] = {
    ".yaml": read_yaml,
    ".yml": read_yaml,
    ".json": read_json,
    ".jsonl": read_json_lines,
    ".ndjson": read_json_lines,
    ".csv": read_csv,
}
SUFFIXES = tuple(_READERS)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_OTHER_UNICODE = (b"\xff\xfe", b"\xfe\xff")


def read_document(file: str, data: bytes) -> Document:
    """Parse a manifest or a file of rows; InvalidManifest says why it cannot be."""
    reader = _READERS.get(PurePosixPath(file).suffix.lower())
    if reader is None:
        raise fault(file, 1, "is in no format that Proofpress reads", f"name it with one of {', '.join(SUFFIXES)}")
    if len(data) > MAX_BYTES:
        message = f"has {len(data) / 1e6:.0f} MB; at most {MAX_BYTES / 1e6:.0f} MB are read"
        raise fault(file, 1, message, "split it into several batches")
    return reader(file, decode(file, data))


def decode(file: str, data: bytes) -> str:
    """The text of a file in UTF-8, with or without a byte order mark; InvalidManifest for anything else."""
    if data.startswith(_OTHER_UNICODE):
        raise fault(file, 1, "is text in UTF-16", "save it as UTF-8")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise fault(file, line, f"is not text in UTF-8: byte 0x{data[error.start]:02x}", "save it as UTF-8") from error
    if control := _CONTROL.search(text):
        line = text.count("\n", 0, control.start()) + 1
        message = f"holds the control character 0x{ord(control[0]):02x}: a binary file?"
        raise fault(file, line, message, "a manifest is plain text")
    return text
