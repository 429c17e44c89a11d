"""Builds plain values from the events of the YAML parser.

Without recursion, so depth, size and aliases are bounded while reading.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import yaml

from proofpress.manifests.formats.core_schema import is_allowed, value_of
from proofpress.manifests.limits import MAX_DEPTH, MAX_NODES
from proofpress.manifests.places import Place
from proofpress.manifests.problems import InvalidManifest, Problem, fault

_PARSER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_MISSING = object()

Container = dict[str, object] | list[object]
Marks = dict[int, dict[str | int, Place]]


class _Anchored(NamedTuple):
    value: object
    nodes: int
    height: int


class _Frame:
    """An open mapping or list."""

    __slots__ = ("anchor", "container", "height", "key", "marks", "nodes_before")

    def __init__(self, container: Container, anchor: str | None, nodes_before: int) -> None:
        self.container = container
        self.anchor = anchor
        self.nodes_before = nodes_before
        self.key: object = _MISSING
        self.height = 1
        self.marks: dict[str | int, Place] = {}


class Builder:
    """Takes a document in, event by event; `marks` says where the members of each mapping and list stand."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.marks: Marks = {}
        self._frames: list[_Frame] = []
        self._anchors: dict[str, _Anchored] = {}
        self._nodes = 0
        self._documents = 0
        self._value: object = None
        self._duplicates: list[Problem] = []

    def build(self, text: str) -> object:
        """The value of the document; InvalidManifest or yaml.YAMLError for what cannot be read."""
        handlers: dict[type, Callable[[Any], None]] = {
            yaml.ScalarEvent: self._scalar,
            yaml.AliasEvent: self._alias,
            yaml.MappingStartEvent: self._open,
            yaml.SequenceStartEvent: self._open,
            yaml.MappingEndEvent: self._close,
            yaml.SequenceEndEvent: self._close,
            yaml.DocumentStartEvent: self._document,
        }
        parser = _PARSER(text)
        try:
            while (event := parser.get_event()) is not None:
                handler = handlers.get(type(event))
                if handler:
                    handler(event)
        finally:
            parser.dispose()
        if self._duplicates:
            raise InvalidManifest(self._duplicates)
        return self._value

    def _fault(self, event: yaml.Event, message: str, hint: str = "") -> InvalidManifest:
        place = _place(event)
        return fault(self.file, place.line, message, hint, column=place.column)

    def _document(self, event: yaml.Event) -> None:
        self._documents += 1
        if self._documents > 1:
            raise self._fault(event, "holds a second YAML document", "keep one manifest in a file; remove the '---'")

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        self._check_tag(event)
        value = value_of(event.value, event.tag, unquoted=event.implicit[0])
        if event.anchor:
            self._anchors[event.anchor] = _Anchored(value, 1, 0)
        frame = self._frames[-1] if self._frames else None
        if frame is not None and frame.key is _MISSING and type(frame.container) is dict:
            self._key(frame, event)
        else:
            self._add(event, value)

    def _key(self, frame: _Frame, event: yaml.ScalarEvent) -> None:
        key, place = event.value, _place(event)
        frame.key = key
        if key in frame.marks:
            first = frame.marks[key].line
            message = f"the key {key!r} is here twice; the first is on line {first}"
            self._duplicates.append(Problem(self.file, place.line, place.column, key, message, "remove one of them"))
        else:
            frame.marks[key] = place

    def _alias(self, event: yaml.AliasEvent) -> None:
        if any(frame.anchor == event.anchor for frame in self._frames):
            raise self._fault(event, f"the alias *{event.anchor} stands inside what it refers to")
        if event.anchor not in self._anchors:
            raise self._fault(event, f"the alias *{event.anchor} refers to nothing above it")
        target = self._anchors[event.anchor]
        self._nodes += target.nodes - 1
        self._add(event, target.value, target.height)

    def _open(self, event: yaml.MappingStartEvent | yaml.SequenceStartEvent) -> None:
        self._check_tag(event)
        before = self._nodes
        container: Container = {} if type(event) is yaml.MappingStartEvent else []
        self._add(event, container)
        self._frames.append(_Frame(container, event.anchor, before))

    def _close(self, _: yaml.Event) -> None:
        frame = self._frames.pop()
        self.marks[id(frame.container)] = frame.marks
        if self._frames:
            self._frames[-1].height = max(self._frames[-1].height, frame.height + 1)
        if frame.anchor:
            nodes = self._nodes - frame.nodes_before
            self._anchors[frame.anchor] = _Anchored(frame.container, nodes, frame.height)

    def _add(self, event: yaml.Event, value: object, height: int = 0) -> None:
        self._nodes += 1
        if self._nodes > MAX_NODES:
            raise self._fault(event, f"expands to more than {MAX_NODES:,} values", "aliases of aliases multiply")
        if len(self._frames) + height >= MAX_DEPTH:
            raise self._fault(event, f"is nested more than {MAX_DEPTH} levels deep")
        if not self._frames:
            self._value = value
            return
        frame = self._frames[-1]
        frame.height = max(frame.height, height + 1)
        if isinstance(frame.container, list):
            frame.marks[len(frame.container)] = _place(event)
            frame.container.append(value)
        elif frame.key is _MISSING:
            raise self._fault(
                event, "a key must be plain text", 'put a template that starts a value in quotes: "{{ … }}"'
            )
        else:
            frame.container[str(frame.key)] = value
            frame.key = _MISSING

    def _check_tag(self, event: yaml.ScalarEvent | yaml.MappingStartEvent | yaml.SequenceStartEvent) -> None:
        if not is_allowed(event.tag):
            raise self._fault(event, f"the YAML tag {event.tag!r} is not allowed", "remove it")


def _place(event: yaml.Event) -> Place:
    mark = event.start_mark
    return Place(mark.line + 1, mark.column + 1) if mark else Place(1)
