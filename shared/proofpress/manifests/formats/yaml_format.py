"""YAML files: parsing errors in words, and the lines of values."""

import yaml

from proofpress.manifests.formats.yaml_builder import Builder, Marks
from proofpress.manifests.places import Document, Keys, Place
from proofpress.manifests.problems import fault


def read_yaml(file: str, text: str) -> Document:
    """Parse a YAML file; InvalidManifest says why it cannot be."""
    builder = Builder(file)
    try:
        value = builder.build(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(mark.line + 1, mark.column + 1) if mark else Place(1)
        words = f"is not valid YAML: {error.problem or error.context or 'it cannot be parsed'}"
        raise fault(file, place.line, words, _hint(error.problem), column=place.column) from error
    except yaml.YAMLError as error:
        raise fault(file, 1, f"is not valid YAML: {error}") from error
    return Document(file, text, value, lambda keys: _locate(value, builder.marks, keys))


def _hint(problem: str | None) -> str:
    if problem and ("mapping values" in problem or "cannot start any token" in problem):
        return "put text that holds ': ' or starts with a special character in quotes"
    return "check the indentation and the quotes around here"


def _locate(value: object, marks: Marks, keys: Keys) -> Place:
    place = Place(1)
    for key in keys:
        found = marks.get(id(value), {}).get(key)
        if found is None or not isinstance(value, dict | list):
            break
        place, value = found, value[key]  # type: ignore[index]
    return place
