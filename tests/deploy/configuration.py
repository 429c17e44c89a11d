"""Terraform's files as data. Nothing is evaluated: an expression is a string that begins with ${."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import hcl2

PROJECT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Configuration:
    """Blocks of all files together."""

    locals: dict[str, Any]
    resources: dict[str, dict[str, Any]]
    """By type and name: `google_pubsub_topic.this`."""
    variables: dict[str, dict[str, Any]]
    text: str

    @property
    def functions(self) -> dict[str, dict[str, Any]]:
        """The table of functions."""
        return dict(self.locals["functions"])

    def name(self, resource: str, key: str, *, project: str, prefix: str) -> str:
        """What a resource of a table is called in a project."""
        template = str(self.resources[resource]["name"])
        values = {"var.project": project, "var.prefix": prefix, "each.key": key}
        return re.sub(r"\$\{([a-z.]+)\}", lambda match: values[match[1]], template)

    def ledger_role(self, function: str) -> str:
        """The role on the ledger: that of readers for the functions that are named before the question mark."""
        readers, roles = str(self.resources["google_project_iam_member.ledger"]["role"]).split("?")
        reader, writer = re.findall(r'"(roles/[a-z.]+)"', roles)
        return str(reader if f'"{function}"' in readers else writer)

    def environment(self) -> set[str]:
        """Every variable that a function may be given, but those that an operator names for campaigns."""
        service = self.resources["google_cloudfunctions2_function.this"]["service_config"][0]
        secrets = {block["secret_environment_variables"]["content"][0]["key"] for block in service["dynamic"]}
        expressions = f"{service['environment_variables']} {self.locals['models_environment']}"
        named = re.findall(r"\b([A-Z][A-Z_]+)\s*=", expressions)
        ours = {key for key in secrets if not key.startswith("${")}
        return ours.union(named, self.locals["desk_environment"])


def read_configuration(folder: Path) -> Configuration:
    """All .tf files of a folder."""
    texts = [path.read_text("utf-8") for path in sorted(folder.glob("*.tf"))]
    files = [_plain(hcl2.loads(text)) for text in texts]
    local = {name: value for file in files for block in file.get("locals", []) for name, value in block.items()}
    return Configuration(local, _named(files, "resource"), _variables(files), "\n".join(texts))


def _named(files: list[Any], kind: str) -> dict[str, dict[str, Any]]:
    return {
        f"{type_}.{name}": body
        for file in files
        for block in file.get(kind, [])
        for type_, bodies in block.items()
        if isinstance(bodies, dict)
        for name, body in bodies.items()
        if isinstance(body, dict)
    }


def _variables(files: list[Any]) -> dict[str, dict[str, Any]]:
    blocks = [block for file in files for block in file.get("variable", [])]
    return {name: body for block in blocks for name, body in block.items() if isinstance(body, dict)}


def _plain(value: Any) -> Any:
    """Without the quotes that the parser leaves around strings, and its marks of comments and blocks."""
    if isinstance(value, dict):
        return {_plain(key): _plain(item) for key, item in value.items() if not key.startswith("__")}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value[1:-1] if isinstance(value, str) and value[:1] == value[-1:] == '"' else value
