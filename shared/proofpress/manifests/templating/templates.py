"""Fills in templates: sandboxed Jinja2 that is compiled once for each text and cannot run for long."""

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from jinja2 import Template, TemplateError, TemplateSyntaxError, nodes
from jinja2.meta import find_undeclared_variables

from proofpress.domain.written_values import MAX_PROMPT
from proofpress.manifests.problems import Complaint
from proofpress.manifests.spelling import Speller
from proofpress.manifests.templating.environment import Environment, UnknownName
from proofpress.manifests.templating.rules import apply_rules
from proofpress.manifests.templating.substitution import is_template, names_in, substitute

MAX_SECONDS = 5.0
"""CPU seconds of all templates of a manifest."""

_UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_RENDER_ERRORS = (
    TemplateError, ArithmeticError, AssertionError, AttributeError, LookupError, MemoryError, RecursionError, TypeError,
    ValueError,
)  # fmt: skip
_HELP = "see https://jinja.palletsprojects.com/templates for how templates are written"
_COMPILE_ERRORS = (*_RENDER_ERRORS, SyntaxError)


class TemplateFault(Exception):
    """A template that cannot be filled in; `always` if no variables could help."""

    def __init__(self, complaints: list[Complaint], *, always: bool = False) -> None:
        super().__init__("; ".join(complaint.message for complaint in complaints))
        self.complaints = complaints
        self.always = always


@dataclass
class _Compiled:
    template: Template
    source: str

    @cached_property
    def names(self) -> frozenset[str]:
        """Variables it cannot do without, as far as can be seen without filling it in."""
        tree = self.template.environment.parse(self.source)
        return frozenset(find_undeclared_variables(tree)) - _excused(tree) - {"range"}


class Templates:
    """Renders templates over variables; each distinct text is compiled once. `filters` come on top of the usual ones."""

    def __init__(
        self, speller: Speller, seconds: float = MAX_SECONDS, filters: Mapping[str, Callable[..., str]] | None = None
    ) -> None:
        self._environment = Environment()
        self._environment.filters.update(filters or {})
        self._compiled: dict[str, _Compiled | TemplateFault] = {}
        self._speller = speller
        self._seconds_left = seconds

    def render(self, source: str, variables: Mapping[str, object]) -> str:
        """The filled-in text without blanks around it; TemplateFault says what stands against it."""
        text = self._fill(source, variables) if is_template(source) else source
        if unfit := _UNFIT.search(text):
            raise TemplateFault([Complaint(f"comes out with a character that cannot be sent (0x{ord(unfit[0]):02x})")])
        return text.strip()

    def _fill(self, source: str, variables: Mapping[str, object]) -> str:
        names = names_in(source)
        compiled = self._compile(source) if names is None else None
        if self._seconds_left < 0:
            raise TemplateFault([Complaint("the templates of this manifest take too long to fill in")], always=True)
        started = time.thread_time()
        try:
            return self._stream(compiled.template, variables) if compiled else _short_way(source, variables)
        except UnknownName as unknown:
            needed = compiled.names if compiled else names or frozenset()
            raise TemplateFault(self._unknown(unknown, needed, variables)) from unknown
        except _RENDER_ERRORS as error:
            raise TemplateFault([Complaint(f"cannot be filled in: {_short(error)}")]) from error
        finally:
            self._seconds_left -= time.thread_time() - started

    def _stream(self, template: Template, variables: Mapping[str, object]) -> str:
        """Rendered piece by piece, to stop at the limit and not behind it."""
        self._environment.rounds = 0
        pieces, length = [], 0
        for piece in template.root_render_func(template.new_context(dict(variables))):
            length += len(piece)
            if length > MAX_PROMPT:
                raise TemplateError(f"makes more than {MAX_PROMPT:,} characters")
            pieces.append(piece)
        return "".join(pieces)

    def _compile(self, source: str) -> _Compiled:
        if source not in self._compiled:
            self._compiled[source] = self._compile_new(source)
        compiled = self._compiled[source]
        if isinstance(compiled, TemplateFault):
            raise compiled
        return compiled

    def _compile_new(self, source: str) -> _Compiled | TemplateFault:
        try:
            tree = self._environment.parse(source)
            apply_rules(tree)
            code = self._environment.compile(tree)
            return _Compiled(Template.from_code(self._environment, code, self._environment.globals), source)
        except TemplateSyntaxError as error:
            line = f"line {error.lineno} of it: " if "\n" in source.strip() else ""
            return TemplateFault([Complaint(f"is not a valid template: {line}{error.message}", _HELP)], always=True)
        except _COMPILE_ERRORS as error:
            return TemplateFault([Complaint(f"is not a valid template: {_short(error)}")], always=True)

    def _unknown(
        self, unknown: UnknownName, needed: frozenset[str], variables: Mapping[str, object]
    ) -> list[Complaint]:
        if isinstance(unknown.within, dict):
            return [self._complaint(f"{unknown.name!r} is not among the columns", unknown.name, unknown.within)]
        if unknown.within is not None:
            return [Complaint(f"{unknown.name!r} is asked of a variable that is not a row")]
        others = sorted(needed - set(variables) - {unknown.name})
        return [self._complaint(f"unknown variable {name!r}", name, variables) for name in (unknown.name, *others)]

    def _complaint(self, message: str, name: str, known: Mapping[str, object]) -> Complaint:
        names = sorted(known)
        listed = f"known: {', '.join(names[:20])}" if names else "no variables are defined here"
        near = self._speller.hint(name, names)
        return Complaint(
            message, f"{near} {listed}" if near else f"{listed}; if it may be missing: {name} | default('')"
        )


def _short_way(source: str, variables: Mapping[str, object]) -> str:
    text = substitute(source, variables)
    if len(text) > MAX_PROMPT:
        raise TemplateError(f"makes more than {MAX_PROMPT:,} characters")
    return text


def _excused(tree: nodes.Template) -> frozenset[str]:
    """Names that a template itself prepares to do without, by `default` or `is defined`."""
    guards = [node for node in tree.find_all((nodes.Filter, nodes.Test)) if node.name in _GUARDS]
    return frozenset(node.node.name for node in guards if isinstance(node.node, nodes.Name))


_GUARDS = frozenset({"default", "d", "defined", "undefined"})


def _short(error: BaseException) -> str:
    if isinstance(error, RecursionError):
        return "it is nested too deeply"
    words = " ".join(str(error).split()) or type(error).__name__
    return words[:200]
