"""From the bytes of a campaign file to the campaign, or to everything that is wrong with it."""

import hashlib
from collections.abc import Mapping
from datetime import date
from pathlib import PurePosixPath
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from proofpress.domain.campaigns.spec import CampaignSpec
from proofpress.domain.campaigns.written import (
    WrittenCampaign,
    WrittenEvent,
    WrittenLookup,
    WrittenPhotos,
    WrittenWebhook,
)
from proofpress.domain.catalog import Catalog
from proofpress.domain.designs import BrandKit
from proofpress.domain.manifest import Settings
from proofpress.manifests.attachments import Attachments
from proofpress.manifests.campaigns.checks import Checker
from proofpress.manifests.campaigns.kits import Kit
from proofpress.manifests.entries import Checked, check
from proofpress.manifests.files import Files
from proofpress.manifests.formats.documents import read_document
from proofpress.manifests.names import slug, unfit
from proofpress.manifests.places import Document, Spot
from proofpress.manifests.problems import InvalidManifest, Problems

M = TypeVar("M", bound=BaseModel)

_SECTIONS: dict[str, type[BaseModel]] = {
    "event": WrittenEvent,
    "lookup": WrittenLookup,
    "photos": WrittenPhotos,
    "defaults": Settings,
    "brand": BrandKit,
    "webhook": WrittenWebhook,
}
_OPTIONAL = frozenset({"lookup", "photos", "webhook"})
_MARKS = frozenset({"segments", "locales", "formats"})
"""Keys that no manifest has, and a campaign cannot be without."""


def load_campaign(name: str, data: bytes, files: Files, catalog: Catalog, today: date) -> CampaignSpec:
    """The campaign of a file; InvalidManifest carries everything that is wrong with it.

    `files` reads what it refers to, relative to it: fonts, logos, a template, references.
    """
    document = read_document(name, data)
    problems = Problems(name)
    top = Spot(document)
    if not isinstance(document.value, dict):
        problems.stop(top, "must be a mapping with keys such as 'event', 'segments' and 'formats'")
    sections = {key: _section(kind, top.to(key), document, problems) for key, kind in _SECTIONS.items()}
    rest = {key: value for key, value in document.value.items() if key not in _SECTIONS}
    written = check(WrittenCampaign, top, rest, problems)
    attachments = Attachments(files, problems.speller)
    kit = Kit(attachments, problems)
    checker = Checker(written, sections, catalog, today, problems, attachments)
    checker.check()
    template, _ = kit.design(written)
    kit.read_brand(sections["brand"])
    kit.digests.update(checker.references)
    if template:
        checker.texts.check_texts(written, template)
    problems.raise_any()
    return _spec(written, sections, checker, kit, problems, document)


def is_campaign(name: str, data: bytes) -> bool:
    """Whether a file is a campaign and not a plain manifest; what cannot be read is neither."""
    try:
        value = read_document(name, data).value
    except InvalidManifest:
        return False
    return isinstance(value, dict) and bool(_MARKS & set(value)) and "items" not in value and "matrix" not in value


def schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of a campaign, for editors."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **WrittenCampaign.model_json_schema(),
        "title": "Proofpress campaign",
    }


def _section(kind: type[M], spot: Spot, document: Document, problems: Problems) -> Checked[M] | None:
    """One part of the file; an optional one that is not there is None."""
    value = document.value
    written = value.get(spot.keys[0]) if isinstance(value, dict) else None
    if written is None and spot.keys[0] in _OPTIONAL:
        return None
    if not isinstance(written, dict | None):
        problems.add(spot, "must be a mapping")
        return None if spot.keys[0] in _OPTIONAL else Checked(kind(), spot, frozenset(kind.model_fields))
    try:
        return check(kind, spot, written or {}, problems)
    except ValidationError:
        # What it cannot be without is missing or wrong, as was reported.
        return None


def _name(written: WrittenCampaign, file: str, top: Spot, problems: Problems) -> str:
    name = written.name or slug(PurePosixPath(file).stem)
    if problem := unfit(name) or (name != name.lower() and "must be in small letters") or "":
        problems.add(top.to("name"), f"the name {name[:100]!r} {problem}")
    return name


def _spec(
    written: Checked[WrittenCampaign],
    sections: Mapping[str, Checked[Any] | None],
    checker: Checker,
    kit: Kit,
    problems: Problems,
    document: Document,
) -> CampaignSpec:
    top = written.model
    name = _name(top, document.file, written.spot, problems)
    template, formats = kit.design(written)
    problems.raise_any()
    if top.max_usd is None or template is None:
        raise InvalidManifest([])
    models: dict[str, Any] = {key: section.model if section else None for key, section in sections.items()}
    return CampaignSpec(
        name=name,
        max_usd=top.max_usd,
        max_usd_per_event=top.max_usd_per_event,
        variables=dict(top.variables),
        segments={segment: dict(values) for segment, values in top.segments.items()},
        locales={locale: dict(values) for locale, values in top.locales.items()},
        visual=checker.visual,
        prompt=models["defaults"].prompt or "",
        text_space=top.text_space,
        ratios=checker.ratios,
        formats=formats,
        template=template,
        texts=dict(top.texts),
        alt=top.alt or "",
        focal=top.focal,
        public_url=(top.public_url or "").rstrip("/"),
        warnings=problems.warnings,
        files=kit.paths,
        fingerprint=_fingerprint(document.text, kit.digests),
        source=document.text,
        **models,
    )


def _fingerprint(text: str, digests: dict[str, str]) -> str:
    parts = [text, *(f"{path}\n{digest}" for path, digest in sorted(digests.items()))]
    return hashlib.sha256("\n\n".join(parts).encode()).hexdigest()
