"""Makes the items of a batch: settings resolved, variables filled in, references read."""

import hashlib
from collections.abc import Mapping

from proofpress.domain.manifest import Entry, Settings
from proofpress.domain.seeds import seed_from
from proofpress.domain.spec import ItemSpec, Reference, ReviewSpec
from proofpress.domain.written_values import Scalar
from proofpress.manifests.choices.settings import Resolved, SettingsResolver
from proofpress.manifests.entries import Checked
from proofpress.manifests.expand import Planned
from proofpress.manifests.limits import MAX_TOTAL_TEXT
from proofpress.manifests.names import Ids, joined
from proofpress.manifests.problems import Complaint, Problems
from proofpress.manifests.references import References
from proofpress.manifests.templating.substitution import is_template
from proofpress.manifests.texts import Texts, spot_of_name
from proofpress.manifests.variables import Values, of_item, recorded


class ItemMaker:
    """Makes items one by one and reports what stands against each."""

    def __init__(
        self,
        defaults: Checked[Settings],
        shared: Values,
        settings: SettingsResolver,
        references: References,
        problems: Problems,
    ) -> None:
        self._defaults = defaults.model
        self._shared = shared
        self._settings = settings
        self._references = references
        self._problems = problems
        self._texts = Texts(defaults, problems)
        self._ids = Ids(problems)
        self._length = 0
        self._hashes: dict[tuple[str, ...], str] = {}

    def make(self, planned: Planned) -> ItemSpec | None:
        """One item; None where a fault was reported."""
        entry = planned.entry
        resolved = self._settings.resolve(entry)
        if planned.cell is None:
            return None
        variables = of_item(self._shared, planned.cell, entry.model)
        record = recorded(variables)
        name, prompt = self._name_and_prompt(planned, variables)
        self._bound_text(entry, record, prompt or "")
        references = self._references_of(entry, variables, resolved)
        review = self._review(entry, variables, resolved)
        if not name or not prompt or references is None or resolved is None or review is None:
            return None
        return ItemSpec(
            id=name,
            prompt=prompt,
            template=self._template_hash(entry.model),
            variables=record,
            review=review,
            references=references,
            seed=self._seed(entry.model, name),
            **resolved.fields,
        )

    def _name_and_prompt(self, planned: Planned, variables: Values) -> tuple[str | None, str | None]:
        """Both, since either may be made of the other; the name is added to the variables as `id`."""
        entry, cell = planned.entry, planned.cell
        name = self._texts.name(entry, variables)
        written = entry.model.slug or entry.model.id
        if cell and cell.label and not (written and is_template(written)):
            name = joined(name or planned.base, cell.label)
        if name is not None:
            variables["id"] = name
        prompt = self._texts.prompt(entry, variables)
        if name is None and prompt and not written:
            name = variables["id"] = self._ids.from_prompt(prompt, planned.position)
        if name is not None:
            self._ids.claim(name, spot_of_name(entry), entry.spot)
        return name, prompt

    def _bound_text(self, entry: Checked[Entry], record: Mapping[str, Scalar], prompt: str) -> None:
        self._length += len(prompt) + sum(len(name) + len(str(value)) for name, value in record.items())
        if self._length > MAX_TOTAL_TEXT:
            message = f"brings prompts and variables to more than {MAX_TOTAL_TEXT:,} characters"
            self._problems.stop(entry.spot, message, "split the manifest")

    def _references_of(
        self, entry: Checked[Entry], variables: Values, resolved: Resolved | None
    ) -> tuple[Reference, ...] | None:
        paths = self._texts.paths(entry, variables)
        if paths is None:
            return None
        if resolved and len(paths) > resolved.max_references:
            message = f"{len(paths)} reference images are more than the {resolved.max_references} that can be sent"
            self._problems.add(entry.spot.to("references"), message, "a final also carries its draft")
            return None
        found = []
        for path in paths:
            reference = self._references.read(path.value)
            if isinstance(reference, Complaint):
                self._problems.complain(path.spot, reference)
            else:
                found.append(reference)
        return tuple(found) if len(found) == len(paths) else None

    def _review(self, entry: Checked[Entry], variables: Values, resolved: Resolved | None) -> ReviewSpec | None:
        if resolved is None or not is_template(resolved.review.rubric):
            return resolved.review if resolved else None
        rubric = self._texts.rubric(resolved.review.rubric, entry, variables)
        return None if rubric is None else resolved.review.model_copy(update={"rubric": rubric})

    def _template_hash(self, entry: Entry) -> str:
        prompt = entry.prompt if entry.prompt is not None else self._defaults.prompt or ""
        references = entry.references if entry.references is not None else self._defaults.references or ()
        key = (prompt, *sorted(references))
        if key not in self._hashes:
            self._hashes[key] = hashlib.sha256("\n".join(key).encode()).hexdigest()[:12]
        return self._hashes[key]

    def _seed(self, entry: Entry, name: str) -> int:
        if entry.seed is not None:
            return entry.seed
        return seed_from(f"{self._defaults.seed or 0}/{name}")
