"""Compose all banners over one background: no paid call, and what fails keeps no other from being delivered."""

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from proofpress.domain.campaigns.graph import Group, Place, groups
from proofpress.domain.campaigns.spec import CampaignSpec
from proofpress.domain.designs import Assets, Composition, Provenance
from proofpress.domain.errors import Drop
from proofpress.domain.events import BannersRequested
from proofpress.domain.records import Background, Banner, BannerSet, Campaign, Fault, Product
from proofpress.domain.states import BannersState, ProductState
from proofpress.imaging.composing import CannotCompose, Composed, Composer, ContrastUnreachable
from proofpress.imaging.decoding import BrokenImage
from proofpress.manifests.campaigns.kits import read_assets
from proofpress.manifests.campaigns.wording import CannotWord, Wording
from proofpress.ports import AlreadyExists, Bucket, Ports, Replace
from proofpress.stages.campaigns import indexing
from proofpress.stages.campaigns.reading import files_of, spec_of

_DIGITS = 16


@dataclass(frozen=True)
class _Candidate:
    """A picture that banners may be set on."""

    composer: Composer
    lineage: str


def compose(event: BannersRequested, ports: Ports) -> None:
    """Bring banners from due to composed, and their product's index up to date once nothing of it is due any more.

    A product that changed meanwhile is arranged first: its banners are asked for again then.
    """
    banners = ports.ledger.get(BannerSet, event.banners)
    product = ports.ledger.get(Product, banners.product) if banners else None
    if banners is None or product is None or product.state is ProductState.CHANGED:
        return
    if banners.state is BannersState.DUE:
        campaign, background = (
            ports.ledger.get(Campaign, product.campaign),
            ports.ledger.get(Background, banners.background),
        )
        if campaign is None or background is None or not background.images:
            return
        composed = _composed(ports, campaign, product, banners, background)
        if not ports.ledger.commit(Replace(composed)):
            return
    indexing.bring_up_to_date(ports, product.key)


def _composed(
    ports: Ports, campaign: Campaign, product: Product, banners: BannerSet, background: Background
) -> BannerSet:
    spec = spec_of(ports, campaign)
    group = _group(spec, product, banners.group)
    assets = read_assets(spec.brand, files_of(ports, campaign))
    found = list(_each(ports, spec, product, group, _Candidates(ports, background, assets)))
    return banners.moved(
        BannersState.COMPOSED,
        ports.clock.now(),
        banners=tuple(each for each in found if isinstance(each, Banner)),
        faults=tuple(each for each in found if isinstance(each, Fault)),
        candidates=len(background.images),
    )


def _group(spec: CampaignSpec, product: Product, key: str) -> Group:
    for group in groups(spec, product.told, product.segments, product.locales):
        if group.key == key:
            return group
    return Group(key, {}, "1:1", ())


class _Candidates:
    """The pictures of a background, each decoded when it is first needed."""

    def __init__(self, ports: Ports, background: Background, assets: Assets) -> None:
        self._ports = ports
        self._background = background
        self._assets = assets
        self._known: dict[int, _Candidate] = {}

    def __iter__(self) -> Iterator[_Candidate]:
        return map(self._candidate, range(len(self._background.images)))

    def _candidate(self, place: int) -> _Candidate:
        if place not in self._known:
            image = self._background.images[place]
            data = self._ports.store.get(Bucket(image.bucket), image.name)
            self._known[place] = _Candidate(Composer(data, self._assets), self._background.lineage[place])
        return self._known[place]


def _each(
    ports: Ports, spec: CampaignSpec, product: Product, group: Group, candidates: _Candidates
) -> Iterator[Banner | Fault]:
    """Each banner of a group, or why it could not be made; by format, which saves resizing the ground."""
    wording = Wording(spec, product.told)
    for place in sorted(group.places, key=lambda place: (place.form.name, place.locale)):
        try:
            texts = wording.texts(place.segment, place.locale)
            alt = wording.alt(place.segment, place.locale, texts)
            done, lineage = _on_some_candidate(spec, place, texts, candidates)
        except (CannotCompose, CannotWord, BrokenImage) as error:
            yield Fault(place=place.name, reason=str(error))
        else:
            yield _keep(ports, product, place, done, alt=alt, lineage=lineage)


def _on_some_candidate(
    spec: CampaignSpec, place: Place, texts: dict[str, str], candidates: _Candidates
) -> tuple[Composed, str]:
    """The banner on the first picture that its texts can be read on."""
    unreadable: ContrastUnreachable | None = None
    for candidate in candidates:
        job = Composition(
            template=spec.template,
            form=place.form,
            brand=spec.brand,
            texts=texts,
            locale=place.locale,
            focal=spec.focal,
            provenance=Provenance(lineage_id=candidate.lineage),
        )
        try:
            return candidate.composer.compose(job), candidate.lineage
        except ContrastUnreachable as error:
            unreadable = error
    raise unreadable or Drop("the background has no picture")


def _keep(ports: Ports, product: Product, place: Place, done: Composed, *, alt: str, lineage: str) -> Banner:
    digest = hashlib.sha256(done.data).hexdigest()
    name = f"{product.key}/{place.name}.{digest[:_DIGITS]}.{done.suffix}"
    # What has the name already has the same bytes: it is a hash of them.
    with suppress(AlreadyExists):
        ports.store.put(Bucket.DELIVERIES, name, done.data, done.mime, {"attempt": lineage})
    return Banner(
        segment=place.segment,
        locale=place.locale,
        form=place.form.name,
        object=name,
        sha256=digest,
        mime=done.mime,
        size=len(done.data),
        width=done.width,
        height=done.height,
        alt=alt,
        lineage=lineage,
        edition=product.edition,
        figures=done.figures,
    )
