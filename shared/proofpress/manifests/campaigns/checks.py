"""What must hold between the parts of a campaign: variables, locales, expressions and tiers."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from proofpress.domain.campaigns.written import WrittenCampaign, WrittenEvent
from proofpress.domain.catalog import Catalog
from proofpress.domain.errors import BadInput
from proofpress.domain.manifest import Entry
from proofpress.manifests.attachments import Attachments
from proofpress.manifests.campaigns.cells import Cells
from proofpress.manifests.campaigns.expressions import fault_of
from proofpress.manifests.campaigns.texts import TextChecker
from proofpress.manifests.choices.given import Given
from proofpress.manifests.choices.settings import SettingsResolver
from proofpress.manifests.choices.tiers import choose_tiers
from proofpress.manifests.designs import locale_filters
from proofpress.manifests.entries import Checked
from proofpress.manifests.places import Spot
from proofpress.manifests.problems import Complaint, Problems
from proofpress.manifests.references import References
from proofpress.manifests.senders import sender_names

MAX_BANNERS = 600
"""Of one product: those that share a background are one record of the ledger."""
_NOT_OF_A_CAMPAIGN = {
    "size": "the formats say the sizes",
    "aspect_ratio": "the formats say the ratios; 'ratios:' narrows them down",
    "variables": "put them under 'variables:' at the top",
}


class Checker:
    """Checks one campaign; what is wrong goes to the problems."""

    def __init__(
        self,
        written: Checked[WrittenCampaign],
        sections: Mapping[str, Checked[Any] | None],
        catalog: Catalog,
        today: date,
        problems: Problems,
        attachments: Attachments,
    ) -> None:
        self._top = written
        self._model = written.model
        self._sections = sections
        self._catalog = catalog
        self._today = today
        self._problems = problems
        self._attachments = attachments
        self._cells = Cells(written.model, self._event)
        self.texts = TextChecker(self._cells, problems)
        self.references: dict[str, str] = {}
        """sha256 of the references that all pictures take, by their paths."""
        self.visual: tuple[str, ...] = ()
        self.ratios: tuple[str, ...] = ()

    @property
    def _event(self) -> WrittenEvent:
        section = self._sections["event"]
        return section.model if section and isinstance(section.model, WrittenEvent) else WrittenEvent()

    def check(self) -> None:
        """Check all but the texts, which need the template."""
        self._check_presence()
        self._check_expressions()
        self._check_locales()
        self._check_kinds()
        self._check_defaults()
        if defaults := self._sections["defaults"]:
            self.texts.check_prompt(defaults, self.visual)

    def _check_presence(self) -> None:
        spot, model = self._top.spot, self._model
        needed = (
            ("max_usd", model.max_usd, "say what it may cost in all: events come by themselves"),
            ("segments", model.segments, "one is enough: `segments: {everybody: {}}`"),
            ("locales", model.locales, "one is enough: `locales: {en-US: {}}`"),
        )
        for key, value, hint in needed:
            if not value and key not in self._top.faulty:
                self._problems.add(spot.to(key), "is missing", hint)
        count = len(model.segments) * len(model.locales) * len(model.formats)
        if count > MAX_BANNERS:
            message = f"makes {count:,} banners of every product; at most {MAX_BANNERS:,} are made"
            self._problems.add(spot, message, "split the campaign")
        folded = [locale.replace("_", "-").lower() for locale in model.locales]
        for locale in model.locales:
            if folded.count(locale.replace("_", "-").lower()) > 1:
                self._problems.add(spot.to("locales", locale), "is the same locale as another one")

    def _check_expressions(self) -> None:
        speller = self._problems.speller
        section = self._sections["event"]
        spot = section.spot if section else self._top.spot
        for place, sender in enumerate(self._event.senders):
            if sender not in sender_names():
                hint = speller.hint(sender, sender_names(), f"known are {', '.join(sender_names())}")
                self._problems.add(spot.to("senders", place), f"unknown sender {sender!r}", hint)
        expressions = [(spot.to("variables", name), each) for name, each in self._event.variables.items()]
        if self._event.filter is not None:
            expressions.append((spot.to("filter"), self._event.filter))
        if lookup := self._sections["lookup"]:
            expressions.append((lookup.spot.to("at"), lookup.model.at))
        for place_of, expression in expressions:
            message, hint = fault_of(expression, speller)
            if message:
                self._problems.add(place_of, message, hint)

    def _check_locales(self) -> None:
        spot = self._top.spot
        for locale in self._model.locales:
            try:
                locale_filters(locale)
            except BadInput as error:
                self._problems.add(spot.to("locales", locale), str(error))
        self._check_localised(self._model.variables, spot.to("variables"))
        for segment, values in self._model.segments.items():
            self._check_localised(values, spot.to("segments", segment))

    def _check_localised(self, values: Mapping[str, object], spot: Spot) -> None:
        """A value by locale has one for every locale, and for no other."""
        known = list(self._model.locales)
        for name, value in values.items():
            if not isinstance(value, dict):
                continue
            for locale in value:
                if locale not in known:
                    hint = self._problems.speller.hint(locale, known, f"known are {', '.join(known)}")
                    self._problems.add(spot.to(name, locale), f"unknown locale {locale!r}", hint)
            if missing := [locale for locale in known if locale not in value]:
                self._problems.add(spot.to(name), f"has no value for {', '.join(missing)}")

    def _check_kinds(self) -> None:
        """Every variable is visual or textual; photos are visual."""
        spot, known = self._top.spot, self._cells.known
        photos = self._photo_variables()
        for key, names in (("visual", self._model.visual), ("textual", self._model.textual or ())):
            for place, name in enumerate(names):
                if name not in known:
                    hint = self._problems.speller.hint(name, sorted(known), f"known are {', '.join(sorted(known))}")
                    self._problems.add(spot.to(key, place), f"unknown variable {name!r}", hint)
        textual = set(self._model.textual or ())
        visual = {*self._model.visual, *photos}
        for name in sorted(textual & visual):
            self._problems.add(spot.to("textual"), f"{name!r} is visual too", "keep it in one of the two lists")
        if self._model.textual is not None and (left := sorted(set(known) - textual - visual)):
            message = f"{', '.join(left)}: in neither list"
            self._problems.add(spot.to("textual"), message, "add it to 'visual:' if it changes the picture")
        self.visual = tuple(dict.fromkeys((*self._model.visual, *photos)))

    def _photo_variables(self) -> tuple[str, ...]:
        section = self._sections["photos"]
        if section is None or "variables" in section.faulty:
            return ()
        told = self._event.variables
        for place, name in enumerate(section.model.variables):
            if name not in told:
                hint = self._problems.speller.hint(name, list(told), "give it an expression under 'event.variables:'")
                self._problems.add(section.spot.to("variables", place), f"{name!r} is no variable of the event", hint)
        if not section.model.hosts and not section.model.buckets:
            self._problems.add(section.spot, "allows no host", "list the hosts that may be asked under 'hosts:'")
        return tuple(section.model.variables)

    def _check_defaults(self) -> None:
        section = self._sections["defaults"]
        if section is None:
            return
        for field, hint in _NOT_OF_A_CAMPAIGN.items():
            if getattr(section.model, field):
                self._problems.add(section.spot.to(field), "is not for campaigns", hint)
        given = Given(Entry(), section.model, self._catalog, self._today, self._problems.speller)
        tiers = choose_tiers(given)
        if tiers:
            shared = tuple(ratio for ratio in tiers.final_model.ratios if ratio in tiers.draft_model.ratios)
            self.ratios = self._chosen_ratios(shared)
        resolver = SettingsResolver(section, self._catalog, self._today, self._problems)
        resolver.resolve(Checked(Entry(), section.spot))
        references = References(self._attachments)
        for place, path in enumerate(section.model.references or ()):
            found = references.read(path)
            if isinstance(found, Complaint):
                self._problems.complain(section.spot.to("references", place), found)
            else:
                self.references[path] = found.sha256

    def _chosen_ratios(self, shared: tuple[str, ...]) -> tuple[str, ...]:
        for place, ratio in enumerate(self._model.ratios):
            if ratio not in shared:
                self._problems.add(
                    self._top.spot.to("ratios", place),
                    f"{ratio!r} is no ratio that the models of this campaign make",
                    f"they make {', '.join(shared)}",
                )
        return tuple(ratio for ratio in self._model.ratios if ratio in shared) or shared
