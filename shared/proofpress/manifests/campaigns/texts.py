"""Whether the prompt and the texts of a campaign can be filled in, in every cell."""

import re
from collections.abc import Collection, Iterable, Mapping

from proofpress.domain.campaigns.written import WrittenCampaign
from proofpress.domain.designs import Template
from proofpress.domain.errors import BadInput
from proofpress.domain.manifest import Settings
from proofpress.domain.written_values import Scalar
from proofpress.manifests.campaigns.cells import Cells
from proofpress.manifests.designs import locale_filters
from proofpress.manifests.entries import Checked
from proofpress.manifests.places import Spot
from proofpress.manifests.problems import Problems
from proofpress.manifests.templating.templates import TemplateFault, Templates

_UNKNOWN = re.compile(r"unknown variable '(\w+)'")


class TextChecker:
    """Fills them in with what is known beforehand, and reports what no event could mend."""

    def __init__(self, cells: Cells, problems: Problems) -> None:
        self._cells = cells
        self._problems = problems

    def check_prompt(self, defaults: Checked[Settings], visual: Collection[str]) -> None:
        """The prompt is there, and uses nothing but visual variables."""
        spot, prompt = defaults.spot.to("prompt"), defaults.model.prompt
        if not prompt:
            if "prompt" not in defaults.faulty:
                self._problems.add(spot, "is missing", "say what the pictures show")
            return
        templates = Templates(self._problems.speller)
        for segment, locale in self._cells.all():
            values = {name: value for name, value in self._cells.values(segment, locale).items() if name in visual}
            for message, hint in _complaints(templates, prompt, values):
                found = _UNKNOWN.search(message)
                if found and found[1] in self._cells.known and found[1] not in visual:
                    self._problems.add(spot, f"uses {found[1]!r}, which is not visual", "add it to 'visual:'")
                else:
                    self._problems.add(spot, f"{message}{self._in_cell(message, segment, locale)}", hint)

    def check_texts(self, top: Checked[WrittenCampaign], template: Template) -> None:
        """The texts are those of the template, and every cell has what they need."""
        model, spot = top.model, top.spot.to("texts")
        self._check_names(set(model.texts), spot, template)
        for locale in model.locales:
            try:
                templates = Templates(self._problems.speller, filters=locale_filters(locale))
            except BadInput:
                continue
            for segment in model.segments:
                values = self._cells.values(segment, locale)
                for name, text in model.texts.items():
                    self._check_text(templates, text, values, spot.to(name), (segment, locale))
                self._check_text(templates, model.alt or "", values, top.spot.to("alt"), (segment, locale))

    def _check_names(self, given: set[str], spot: Spot, template: Template) -> None:
        names = sorted(template.text_names)
        for name in sorted(given - set(names)):
            hint = self._problems.speller.hint(name, names, f"it shows {', '.join(names)}")
            self._problems.add(spot.to(name), f"the template {template.name!r} has no text {name!r}", hint)
        for name in sorted(template.required_texts - given):
            self._problems.add(spot, f"has no {name!r}, which the template {template.name!r} needs")

    def _check_text(
        self, templates: Templates, text: str, values: Mapping[str, Scalar], spot: Spot, cell: tuple[str, str]
    ) -> None:
        for message, hint in _complaints(templates, text, values):
            self._problems.add(spot, f"{message}{self._in_cell(message, *cell)}", hint)

    def _in_cell(self, message: str, segment: str, locale: str) -> str:
        """Which cell lacks a variable that others have."""
        found = _UNKNOWN.search(message)
        return f" in segment {segment}, locale {locale}" if found and found[1] in self._cells.known else ""


def _complaints(templates: Templates, text: str, values: Mapping[str, Scalar]) -> Iterable[tuple[str, str]]:
    """What is wrong with a template whatever events say."""
    try:
        templates.render(text, values)
    except TemplateFault as fault:
        for complaint in fault.complaints:
            if fault.always or _UNKNOWN.search(complaint.message):
                yield complaint.message, complaint.hint
