"""Fills in the texts of one item and reports, at the right place, what stands against it."""

from collections.abc import Mapping
from typing import NamedTuple

from proofpress.domain.manifest import Entry, Settings
from proofpress.manifests.entries import Checked
from proofpress.manifests.places import Spot
from proofpress.manifests.problems import Problems
from proofpress.manifests.templating.substitution import is_template
from proofpress.manifests.templating.templates import TemplateFault, Templates

Values = Mapping[str, object]


class Text(NamedTuple):
    """A filled-in text, and the spot to show if it turns out to be of no use."""

    value: str
    spot: Spot


class Texts:
    """The templates of items, each the item's own or that of the defaults.

    A template that is wrong for every item is reported where it stands, even among the defaults; one that only lacks
    a variable of some item is reported at that item.
    """

    def __init__(self, defaults: Checked[Settings], problems: Problems) -> None:
        self._defaults = defaults
        self._problems = problems
        self._templates = Templates(problems.speller)

    def name(self, entry: Checked[Entry], variables: Values) -> str | None:
        """The id that the user gives, filled in; None where there is none."""
        written = entry.model.slug or entry.model.id
        if entry.model.slug and entry.model.id and entry.model.id != entry.model.slug:
            self._problems.add(
                entry.spot.to("slug"), "slug is another word for id, but the two differ", "keep one of them"
            )
        spot = spot_of_name(entry)
        return self._fill(written, spot, variables, spot) if written else None

    def prompt(self, entry: Checked[Entry], variables: Values) -> str | None:
        """The prompt, filled in; None where a fault was reported."""
        owner = self._owner(entry, "prompt")
        if owner is None:
            if "prompt" not in entry.faulty | self._defaults.faulty:
                self._problems.add(entry.spot, "has no prompt", "write one here or under 'defaults:'")
            return None
        shown = entry.spot.to("prompt")
        prompt = self._fill(owner.model.prompt or "", owner.spot.to("prompt"), variables, shown)
        if prompt == "":
            self._problems.add(shown, "the prompt comes out empty")
        return prompt or None

    def paths(self, entry: Checked[Entry], variables: Values) -> list[Text] | None:
        """The paths of the reference images, without those that come out empty; None where a fault was reported."""
        owner = self._owner(entry, "references")
        paths: list[Text | None] = []
        for number, written in enumerate(owner.model.references or () if owner else ()):
            spot, shown = (checked.spot.to("references", number) for checked in (owner or entry, entry))
            path = self._fill(written, spot, variables, shown)
            if path != "":
                paths.append(None if path is None else Text(path, shown if is_template(written) else spot))
        return None if None in paths else [path for path in paths if path]

    def rubric(self, rubric: str, entry: Checked[Entry], variables: Values) -> str | None:
        """The rubric of the review, filled in; None where a fault was reported."""
        owner = entry if entry.model.review and entry.model.review.rubric else self._defaults
        return self._fill(rubric, owner.spot.to("review"), variables, entry.spot.to("review"))

    def _owner(self, entry: Checked[Entry], field: str) -> "Checked[Entry] | Checked[Settings] | None":
        return next((checked for checked in (entry, self._defaults) if checked.has(field)), None)

    def _fill(self, template: str, spot: Spot, variables: Values, shown: Spot) -> str | None:
        try:
            return self._templates.render(template, variables)
        except TemplateFault as fault:
            for complaint in fault.complaints:
                self._problems.complain(spot if fault.always else shown, complaint)
            return None


def spot_of_name(entry: Checked[Entry]) -> Spot:
    """Where the id of an entry is written."""
    return entry.spot.to("slug" if entry.model.slug else "id")
