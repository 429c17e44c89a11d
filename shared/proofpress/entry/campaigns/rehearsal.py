"""What an event would cause, and cost, worked out without spending, fetching or noting anything."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import PurePosixPath

from proofpress.domain.campaigns.graph import Group, groups
from proofpress.domain.campaigns.news import News
from proofpress.domain.campaigns.spec import CampaignSpec, Told
from proofpress.domain.catalog import Catalog
from proofpress.domain.dividing import divide
from proofpress.domain.errors import Drop, Stop
from proofpress.domain.money import ZERO
from proofpress.domain.records import Background, Campaign, Product
from proofpress.domain.spec import BatchSpec, ItemSpec
from proofpress.entry.campaigns.rehearsed import Rehearsal, Verdict
from proofpress.entry.campaigns.stand_ins import WithStandIns, stand_in
from proofpress.manifests.campaigns.backgrounds import background_items
from proofpress.manifests.campaigns.expressions import Interest, hears, passes, tell
from proofpress.manifests.campaigns.wording import CannotWord, Wording
from proofpress.manifests.files import Files
from proofpress.ports import Ledger
from proofpress.stages.campaigns.given_up import gave_up
from proofpress.stages.campaigns.hearing import is_stale, product_name
from proofpress.stages.campaigns.ordering import expected_of, worst_of


@dataclass(frozen=True)
class Rehearser:
    """A campaign beside what a ledger knows; None: of a site without anything."""

    ledger: Ledger | None
    catalog: Catalog
    today: date
    spec: CampaignSpec
    files: Files

    def rehearse(self, news: News) -> Rehearsal:
        """What the campaign would make of an event."""
        said = Rehearsal(campaign=self.spec.name, product=product_name(news), verdict=Verdict.UNHEARD)
        known = self.ledger.get(Product, f"{self.spec.name}/{said.product}") if self.ledger else None
        try:
            verdict, why = self._judged(news, known)
            if verdict is not Verdict.PICTURES:
                return said.model_copy(update={"verdict": verdict, "why": why})
            told = {**(known.told if known else {}), **tell(self.spec, news.document())}
            if known is not None and told == known.told:
                return _with(said, Verdict.NOTHING, "all variables are as they were")
            return self._pictured(said, told, known)
        except (Drop, Stop) as error:
            return _with(said, Verdict.REFUSED, str(error))

    def planned(self) -> Rehearsal:
        """What a product costs that no event has told of yet: with stand-ins for what events tell."""
        told: Told = {name: f"<{name}>" for name in self.spec.event.variables}
        said = Rehearsal(campaign=self.spec.name, verdict=Verdict.PICTURES)
        return self._pictured(said, told, None).model_copy(update={"faults": (), "variables": {}})

    def _judged(self, news: News, known: Product | None) -> tuple[Verdict, str]:
        """What can be said before variables are read; PICTURES where they have to be."""
        spec = self.spec
        if not hears(spec, news):
            return Verdict.UNHEARD, "it is another sender's, or for another campaign"
        if not Interest(spec).in_news(news):
            return Verdict.NOTHING, f"no variable depends on {', '.join(news.changed or ())}"
        if known is not None and is_stale(known, news):
            return Verdict.COPY, "it is a copy of one that was heard, or older than what is known"
        if news.thin:
            lacks = (Verdict.REFUSED, "it names the product only, and the campaign has no 'lookup:'")
            return (Verdict.UNKNOWN, "it names the product only, which would be looked up") if spec.lookup else lacks
        if not passes(spec, news.document()):
            return Verdict.UNHEARD, "the filter does not let it pass"
        return Verdict.PICTURES, ""

    def _pictured(self, said: Rehearsal, told: Told, known: Product | None) -> Rehearsal:
        spec = self.spec
        found = groups(spec, told)
        campaign = self.ledger.get(Campaign, spec.name) if self.ledger else None
        items = {item.id: item for item in self._items(told, found, campaign, known)}
        known_of = {name: self._background(name) for name in items}
        missing = [item for name, item in items.items() if known_of[name] is None]
        in_vain = sum(self._is_given_up(background) for background in known_of.values())
        expected, worst = self._bill(missing)
        caps = [cap for cap in (spec.max_usd_per_event, campaign.room if campaign else spec.max_usd) if cap is not None]
        result = Rehearsal(
            campaign=said.campaign,
            product=said.product,
            verdict=Verdict.PICTURES if missing else Verdict.TEXTS,
            variables=told,
            banners=sum(len(group.places) for group in found),
            backgrounds=len(items),
            found=len(items) - len(missing) - in_vain,
            given_up=in_vain,
            ordered=len(missing),
            expected_usd=expected,
            worst_usd=max(min(worst, *caps), ZERO),
            faults=tuple(_faults(spec, told, found)),
        )
        if expected > min(caps):
            return _with(result, Verdict.REFUSED, "the caps of the campaign have no room for it")
        return result

    def _background(self, address: str) -> Background | None:
        return self.ledger.get(Background, address) if self.ledger else None

    def _is_given_up(self, background: Background | None) -> bool:
        return self.ledger is not None and gave_up(self.ledger, background) is not None

    def _items(
        self, told: Told, found: list[Group], campaign: Campaign | None, known: Product | None
    ) -> list[ItemSpec]:
        spec = self.spec
        photos = {photo.url: photo.reference.object_name for photo in known.photos} if known else {}
        folder = campaign.folder if campaign else ""
        urls = dict.fromkeys(str(told[name]) for name in spec.photo_variables if told.get(name))
        paths = [str(PurePosixPath(folder, path)) for path in spec.defaults.references or ()]
        paths += [photos.get(url) or stand_in(url) for url in urls]
        return background_items(spec, found, paths, WithStandIns(self.files, folder), self.catalog, self.today)

    def _bill(self, items: list[ItemSpec]) -> tuple[Decimal, Decimal]:
        if not items:
            return ZERO, ZERO
        batch = BatchSpec(name=self.spec.name, items=tuple(items), fingerprint="", source="")
        division = divide(self.catalog, self.spec.name, batch)
        return expected_of(division), worst_of(division)


def _with(said: Rehearsal, verdict: Verdict, why: str) -> Rehearsal:
    return said.model_copy(update={"verdict": verdict, "why": why})


def _faults(spec: CampaignSpec, told: Told, found: list[Group]) -> list[str]:
    wording = Wording(spec, told)
    cells = dict.fromkeys((place.segment, place.locale) for group in found for place in group.places)
    faults = []
    for segment, locale in cells:
        try:
            wording.alt(segment, locale, wording.texts(segment, locale))
        except CannotWord as error:
            faults.append(f"{segment}/{locale}: {error}")
    return faults
