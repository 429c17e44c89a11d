"""What a campaign is designed with: formats, a template, and the files of its brand."""

import hashlib
from pathlib import PurePosixPath
from typing import Any

from proofpress.domain.campaigns.written import WrittenCampaign
from proofpress.domain.designs import Assets, BrandKit, Format, Template
from proofpress.domain.errors import Drop
from proofpress.imaging.sniff import sniff
from proofpress.manifests.attachments import Attachments
from proofpress.manifests.designs import formats, read_template, templates
from proofpress.manifests.entries import Checked
from proofpress.manifests.files import Files, FileTooLarge, PathRefused
from proofpress.manifests.limits import MAX_BYTES
from proofpress.manifests.problems import Complaint, InvalidManifest, Problems

MAX_ASSET = 20_000_000
"""Bytes of a font or a logo."""
_FONTS = (b"\x00\x01\x00\x00", b"OTTO", b"true")
_LOGOS = frozenset({"image/png", "image/webp", "image/jpeg"})
_ASSETS = tuple(Assets.model_fields)
_TEMPLATES = (".yaml", ".yml", ".json")


class Kit:
    """Finds and reads them, each file once."""

    def __init__(self, attachments: Attachments, problems: Problems) -> None:
        self._attachments = attachments
        self._problems = problems
        self.digests: dict[str, str] = {}
        """sha256 of every file that was read, by its path."""
        self._template: Template | None = None

    @property
    def paths(self) -> tuple[str, ...]:
        """The files that the campaign needs beside it."""
        return tuple(sorted(self.digests))

    def design(self, written: Checked[WrittenCampaign]) -> tuple[Template | None, tuple[Format, ...]]:
        """Template and formats; None or fewer of them where a fault was reported."""
        known = formats()
        found = []
        for place, name in enumerate(written.model.formats):
            if name in known:
                found.append(known[name])
            else:
                hint = self._problems.speller.hint(name, list(known), "`proofpress campaign formats` lists them")
                self._problems.add(written.spot.to("formats", place), f"unknown format {name!r}", hint)
        if not written.model.formats and "formats" not in written.faulty:
            self._problems.add(written.spot, "has no formats", "list some under 'formats:'")
        return self._template_of(written), tuple(dict.fromkeys(found))

    def _template_of(self, written: Checked[WrittenCampaign]) -> Template | None:
        if self._template is not None:
            return self._template
        name, spot = written.model.template, written.spot.to("template")
        if PurePosixPath(name).suffix.lower() in _TEMPLATES:
            data = self._read(name, MAX_BYTES)
            if isinstance(data, Complaint):
                self._problems.complain(spot, data)
                return None
            try:
                self._template = read_template(name, data)
            except InvalidManifest as error:
                self._problems.take(error)
        elif name in templates():
            self._template = templates()[name]
        else:
            hint = self._problems.speller.hint(name, list(templates()), f"known are {', '.join(templates())}")
            self._problems.add(spot, f"unknown template {name!r}", hint)
        return self._template

    def read_brand(self, brand: Checked[Any] | None) -> None:
        """Look at every file that a brand kit names; what cannot be used is reported."""
        if brand is None:
            return
        for field in _ASSETS:
            path = getattr(brand.model, field)
            if path is None:
                continue
            data = self._read(path, MAX_ASSET)
            complaint = data if isinstance(data, Complaint) else _unfit_asset(field, path, data)
            if complaint:
                self._problems.complain(brand.spot.to(field), complaint)

    def _read(self, path: str, limit: int) -> bytes | Complaint:
        data = self._attachments.read(path, limit)
        if isinstance(data, bytes):
            self.digests[str(PurePosixPath(path))] = hashlib.sha256(data).hexdigest()
        return data


def read_assets(brand: BrandKit, files: Files) -> Assets:
    """The files of a brand kit; Drop names one that is not there any more."""
    found = {}
    for field in _ASSETS:
        path = getattr(brand, field)
        try:
            found[field] = files.read(path, MAX_ASSET) if path else b""
        except (OSError, FileTooLarge, PathRefused) as error:
            raise Drop(f"the brand's {field} {path!r} cannot be read: add the campaign again with it") from error
    return Assets(**found)


def _unfit_asset(field: str, path: str, data: bytes) -> Complaint | None:
    if field.endswith("font"):
        if data.startswith(_FONTS):
            return None
        return Complaint(f"the file {path!r} is no font", "use TrueType or OpenType: .ttf or .otf")
    if sniff(data) in _LOGOS:
        return None
    return Complaint(f"the file {path!r} is no PNG, WebP or JPEG", "export the logo as a PNG, 600 px wide or more")
