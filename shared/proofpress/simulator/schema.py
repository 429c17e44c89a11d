"""Fills a JSON schema with a reviewer's opinion: the fields it knows by name, the others by their type."""

from collections.abc import Mapping
from typing import Any

from proofpress.simulator.painting.mark import Mark

Schema = Mapping[str, Any]


def fill(schema: Schema, opinion: Mark) -> Any:
    """A value that fits a schema, in Google's spelling (OBJECT) or JSON Schema's (object, $ref, anyOf)."""
    return _value(schema, opinion, "", schema.get("$defs", {}))


def _value(schema: Schema, opinion: Mark, name: str, definitions: Schema) -> Any:
    schema = _resolved(schema, definitions)
    if "enum" in schema:
        return schema["enum"][0 if opinion.accept else -1]
    kind = schema.get("type", "object" if "properties" in schema else "string")
    kind = str(next((one for one in kind if one != "null"), "null") if isinstance(kind, list) else kind).lower()
    if kind == "object":
        return {key: _value(part, opinion, key, definitions) for key, part in schema.get("properties", {}).items()}
    if kind == "array":
        return _items(schema, opinion, name, definitions)
    if kind in ("number", "integer"):
        return _number(schema, opinion, whole=kind == "integer")
    if kind == "boolean":
        return opinion.accept
    return None if kind == "null" else _sentence(opinion)


def _resolved(schema: Schema, definitions: Schema) -> Schema:
    if "$ref" in schema:
        return _resolved(definitions.get(str(schema["$ref"]).rsplit("/", 1)[-1], {}), definitions)
    options = schema.get("anyOf") or schema.get("any_of")
    return _resolved(options[0], definitions) if options else schema


def _items(schema: Schema, opinion: Mark, name: str, definitions: Schema) -> list[Any]:
    if name == "reasons":
        return list(opinion.reasons)
    least = int(schema.get("minItems", schema.get("min_items", 0)) or 0)
    return [_value(schema.get("items", {}), opinion, "", definitions) for _ in range(least)]


def _number(schema: Schema, opinion: Mark, *, whole: bool) -> float | int:
    low, high = float(schema.get("minimum", 0)), float(schema.get("maximum", 100 if whole else 1))
    value = low + opinion.score * (high - low)
    return round(value) if whole else round(value, 3)


def _sentence(opinion: Mark) -> str:
    return opinion.reasons[0] if opinion.reasons else "the picture is convincing"
