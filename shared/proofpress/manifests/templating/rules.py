"""Which parts of Jinja2 a template may use: enough to write prompts, too little to keep a machine busy."""

from collections.abc import Iterator

from jinja2 import nodes
from jinja2.exceptions import TemplateSyntaxError

_ALLOWED: frozenset[type[nodes.Node]] = frozenset(
    {
        nodes.Add, nodes.And, nodes.Assign, nodes.Call, nodes.Compare, nodes.Concat, nodes.CondExpr, nodes.Const,
        nodes.Dict, nodes.Div, nodes.Filter, nodes.FloorDiv, nodes.For, nodes.Getattr, nodes.Getitem, nodes.If,
        nodes.Keyword, nodes.List, nodes.Mod, nodes.Mul, nodes.Name, nodes.Neg, nodes.Not, nodes.Operand, nodes.Or,
        nodes.Output, nodes.Pair, nodes.Pos, nodes.Pow, nodes.Slice, nodes.Sub, nodes.Template, nodes.TemplateData,
        nodes.Test, nodes.Tuple,
    }
)  # fmt: skip
METHODS = frozenset(
    {"capitalize", "endswith", "get", "items", "keys", "lower", "split", "startswith", "strip", "title"}
)
METHODS |= {"upper", "values"}
COUNTED = "counted"
"""Name of the filter that counts the rounds of loops."""


def apply_rules(template: nodes.Template) -> None:
    """Refuse what is not allowed by TemplateSyntaxError, and make loops and `~` bounded."""
    for node in reversed(list(template.find_all(nodes.Node))):  # children first: they move with their parents
        reason = next(_reasons(node), None)
        if reason:
            raise TemplateSyntaxError(reason, node.lineno)
        _bound_children(node)


def _reasons(node: nodes.Node) -> Iterator[str]:
    if type(node) not in _ALLOWED:
        yield f"{type(node).__name__.lower()} is not available in prompts"
    if isinstance(node, nodes.For) and node.recursive:
        yield "recursive loops are not available in prompts"
    if isinstance(node, nodes.Assign) and any(isinstance(part, _LISTS) for part in _with_descendants(node.node)):
        yield "set takes a text or a number, not a list"
    if isinstance(node, nodes.Call) and not _may_call(node.node):
        yield "only range() and a few methods of texts and rows can be called"


_LISTS = (nodes.List, nodes.Tuple, nodes.Dict)


def _with_descendants(node: nodes.Node) -> Iterator[nodes.Node]:
    yield node
    yield from node.find_all(nodes.Node)


def _may_call(callee: nodes.Expr) -> bool:
    if isinstance(callee, nodes.Getattr):
        return callee.attr in METHODS
    return isinstance(callee, nodes.Name) and callee.name == "range"


def _bound_children(node: nodes.Node) -> None:
    if isinstance(node, nodes.For):
        node.iter = nodes.Filter(node.iter, COUNTED, [], [], None, None, lineno=node.lineno)
    for field, value in node.iter_fields():
        if isinstance(value, nodes.Concat):
            setattr(node, field, _join(value))
        elif isinstance(value, list):
            setattr(node, field, [_join(child) if isinstance(child, nodes.Concat) else child for child in value])


def _join(concat: nodes.Concat) -> nodes.Filter:
    return nodes.Filter(nodes.List(concat.nodes), "join", [], [], None, None, lineno=concat.lineno)
