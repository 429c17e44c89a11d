"""The lines of a job: instructions as JSON, each asking for what the same call of the live lane asks for."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from proofpress.domain.catalog import Catalog, Lane
from proofpress.domain.errors import BadInput
from proofpress.domain.instructions import Instruction, Purpose
from proofpress.domain.jobs import JobLimits, JobLine
from proofpress.domain.labels import labels_of
from proofpress.ports import Image, JobOrder

_IN_MEMORY = 8 << 20
"""Bytes of lines that are held in memory before they go to a temporary file."""

Upload = Callable[[str, Image], str]
"""Brings a picture, named by its hash, to where the service reads it; gives its address there."""


class LineWriter:
    """Writes the lines of one order; a picture is uploaded once, however many lines send it."""

    def __init__(self, order: JobOrder, limits: JobLimits, catalog: Catalog, *, vertex: bool) -> None:
        self._order = order
        self._limits = limits
        self._model = catalog.model(order.model)
        self._vertex = vertex
        self._addresses: dict[str, str] = {}
        self._keys: set[str] = set()
        if Lane.BATCH not in self._model.lanes:
            raise BadInput(f"{order.model} has no batch lane in models.toml: make these pictures in the live lane.")

    @contextmanager
    def written(self, upload: Upload) -> Iterator[IO[bytes]]:
        """A file of all lines, at its start; BadInput where they make no job."""
        with SpooledTemporaryFile(max_size=_IN_MEMORY) as file:
            for line in self._order.lines:
                self._check(line)
                file.write(self._encoded(line, upload))
                self._check_size(file.tell())
            self._check_size(file.tell())
            file.seek(0)
            yield file

    def _check(self, line: JobLine) -> None:
        """What a line must be; UnknownPrice where the catalogue has no price for its picture."""
        if line.instruction.model != self._order.model:
            raise self._bad(f"{line.key} asks for {line.instruction.model}, and a job has one model")
        if line.key in self._keys:
            raise self._bad(f"{line.key} is in it twice, and would be paid twice")
        if len(self._keys) >= self._limits.lines:
            raise self._bad(f"it has more than {self._limits.lines:,} lines; make smaller jobs")
        self._model.tokens_of(line.instruction.image_size)
        self._keys.add(line.key)

    def _check_size(self, size: int) -> None:
        if size > self._limits.input_bytes:
            raise self._bad(f"its lines take more than {self._limits.input_bytes:,} bytes; make smaller jobs")
        if not size:
            raise self._bad("it has no lines")

    def _bad(self, words: str) -> BadInput:
        return BadInput(f"The job {self._order.display_name} for {self._order.model} cannot be sent: {words}.")

    def _encoded(self, line: JobLine, upload: Upload) -> bytes:
        asked = self._request(line.instruction, upload)
        if self._vertex:
            encoded: dict[str, Any] = {"request": {**asked, "labels": labels_of(line.key)}}
        else:
            encoded = {"key": line.key, "request": asked}
        return json.dumps(encoded, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"

    def _request(self, instruction: Instruction, upload: Upload) -> dict[str, Any]:
        pictures = [self._picture(instruction, number, upload) for number in range(len(instruction.images))]
        turn = {"role": "user", "parts": [*pictures, {"text": instruction.prompt}]}
        return {"contents": [turn], "generationConfig": _config(instruction, vertex=self._vertex)}

    def _picture(self, instruction: Instruction, number: int, upload: Upload) -> dict[str, Any]:
        ref = instruction.images[number]
        if ref.sha256 not in self._addresses:
            self._addresses[ref.sha256] = upload(ref.sha256, self._order.load(ref))
        return {"fileData": {"fileUri": self._addresses[ref.sha256], "mimeType": ref.mime}}


def _config(instruction: Instruction, *, vertex: bool) -> dict[str, Any]:
    image: dict[str, Any] = {"aspectRatio": instruction.aspect_ratio, "imageSize": instruction.image_size}
    if vertex and instruction.purpose is not Purpose.FINAL:
        image["imageOutputOptions"] = {"mimeType": "image/jpeg"}
    config = {
        "responseModalities": ["IMAGE"],
        "imageConfig": image,
        "seed": instruction.seed,
        "maxOutputTokens": instruction.output_limit,
    }
    if instruction.thinking_level:
        config["thinkingConfig"] = {"thinkingLevel": instruction.thinking_level}
    return config
