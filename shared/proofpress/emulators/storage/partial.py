"""Partial responses: `fields=items(name,metadata/id),nextPageToken` keeps these members, and drops all others."""

import re
from typing import Any

from proofpress.emulators.storage.refusals import Refused

_TOKEN = re.compile(r"[^,()/]+|[,()/]")

Tree = dict[str, "Tree"]


def select(resource: dict[str, Any], fields: str) -> dict[str, Any]:
    """The members that the fields name; everything where they name none."""
    if not fields:
        return resource
    tokens = _TOKEN.findall(fields.replace(" ", ""))[::-1]
    tree = _members(tokens)
    if tokens:
        raise _broken()
    picked: dict[str, Any] = _pick(resource, tree)
    return picked


def _members(tokens: list[str]) -> Tree:
    """Read names up to a closing bracket or the end; the next token is the last of the list."""
    tree: Tree = {}
    while tokens and tokens[-1] != ")":
        name = tokens.pop()
        if name in "(/":
            raise _broken()
        if name != ",":
            tree.setdefault(name, {}).update(_below(tokens))
    return tree


def _below(tokens: list[str]) -> Tree:
    following = tokens[-1] if tokens else ","
    if following == "/":
        tokens.pop()
        return {tokens.pop(): _below(tokens)} if tokens else {}
    if following != "(":
        return {}
    tokens.pop()
    tree = _members(tokens)
    if not tokens:
        raise _broken()
    tokens.pop()
    return tree


def _pick(value: Any, tree: Tree) -> Any:
    if not tree or "*" in tree:
        return value
    if isinstance(value, list):
        return [_pick(each, tree) for each in value]
    if isinstance(value, dict):
        return {name: _pick(each, tree[name]) for name, each in value.items() if name in tree}
    return value


def _broken() -> Refused:
    return Refused(400, "invalidParameter", "Invalid field selection")
