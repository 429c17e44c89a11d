"""Content Credentials (C2PA): a manifest, signed over a file's bytes, that says how it was made.

Needs the extra `provenance` (c2pa-python). No time stamp is fetched: that would be a network call for every banner, so a
signature is no longer trusted once its certificate has run out.
"""

import json
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from typing import Any

from PIL import Image

from proofpress.domain.designs import Provenance
from proofpress.domain.errors import BadInput
from proofpress.imaging.composing.files.origin import source_type_uri

_SLACK = 600
"""Bytes by which two manifests may differ, through the length of what they say."""
_SETTINGS = {"builder": {"thumbnail": {"enabled": False}}}
_GENERATOR = {"name": "Proofpress"}


@dataclass(frozen=True)
class Signing:
    """A certificate chain and its key, both in PEM, the leaf first; `algorithm` as C2PA names it, such as es256."""

    certificates: str
    private_key: str
    algorithm: str = "es256"

    def signed(self, data: bytes, mime: str, provenance: Provenance) -> bytes:
        """The same file with a signed manifest in it. BadInput where certificate or key are of no use."""
        try:
            import c2pa
        except ImportError as error:
            raise BadInput("signing needs c2pa-python: install proofpress[provenance]") from error
        target = BytesIO()
        try:
            with self._signer() as signer, c2pa.Context(c2pa.Settings.from_dict(_SETTINGS)) as context:
                builder = c2pa.Builder(_manifest(provenance), context=context)
                builder.sign(signer, mime, BytesIO(data), target)
        except (c2pa.C2paError, ValueError) as error:
            raise BadInput(
                f"the certificate for Content Credentials cannot sign ({error}): give a chain in PEM, leaf first, whose leaf "
                f"is for signing documents, and the key of that leaf for {self.algorithm}"
            ) from error
        return target.getvalue()

    @cached_property
    def overhead(self) -> int:
        """Bytes that signing adds to a file, at most; tried once on a small one."""
        target = BytesIO()
        Image.new("RGB", (16, 16)).save(target, "JPEG")
        plain = target.getvalue()
        return len(self.signed(plain, "image/jpeg", Provenance(lineage_id="x" * 100))) - len(plain) + _SLACK

    def _signer(self) -> Any:
        import c2pa

        secrets = (self.certificates.encode(), self.private_key.encode())
        return c2pa.Signer.from_info(c2pa.C2paSignerInfo(self.algorithm.encode(), *secrets, None))


def _manifest(provenance: Provenance) -> str:
    created = {"action": "c2pa.created", "digitalSourceType": source_type_uri(provenance.source_type)}
    return json.dumps(
        {
            "claim_generator_info": [_GENERATOR],
            "title": provenance.lineage_id or "Proofpress",
            "assertions": [{"label": "c2pa.actions.v2", "data": {"actions": [created]}}],
        }
    )
