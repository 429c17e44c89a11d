"""How to reach the Gemini API: by key on AI Studio, or as a Google Cloud project on Vertex AI."""

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import urlsplit

from proofpress.domain.errors import BadInput

GLOBAL = "global"
"""The only Vertex AI location that serves the image models."""


@dataclass(frozen=True)
class GeminiSettings:
    """Where the service is and who calls it; `from_env` reads what users of google-genai have set already."""

    api_key: str = field(default="", repr=False)
    """With `vertex`, a key of its express mode: no project is needed then."""
    vertex: bool = False
    project: str = ""
    """Empty on Vertex AI: the project of the application default credentials."""
    location: str = GLOBAL
    base_url: str = ""
    """Empty: Google's own."""
    api_version: str = ""
    """Empty: the default of google-genai."""
    timeout: float = 180.0
    """Seconds without a byte after which a call counts as lost, though it may have been billed."""

    def __post_init__(self) -> None:
        if not (self.api_key or self.vertex):
            raise BadInput("No credentials for the Gemini API: set GEMINI_API_KEY, or GOOGLE_GENAI_USE_VERTEXAI=true.")
        address = urlsplit(self.base_url)
        if self.base_url and (address.scheme not in {"http", "https"} or not address.hostname):
            raise BadInput(f"The Gemini base URL {self.base_url!r} cannot be used: write http(s)://host[:port].")

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> Self | None:
        """Settings by the variables and the precedence of google-genai 3.4; None where they name no credentials."""
        flag = env.get("GOOGLE_GENAI_USE_ENTERPRISE", env.get("GOOGLE_GENAI_USE_VERTEXAI", ""))
        key = (env.get("GOOGLE_API_KEY") or env.get("GEMINI_API_KEY") or "").strip()
        if flag.lower() in {"true", "1"}:
            return cls._on_vertex(env, key)
        base_url = env.get("GOOGLE_GEMINI_BASE_URL", "")
        return cls(api_key=key, base_url=base_url, api_version=_version(env, "v1beta")) if key else None

    @classmethod
    def _on_vertex(cls, env: Mapping[str, str], key: str) -> Self:
        project, location = env.get("GOOGLE_CLOUD_PROJECT", ""), env.get("GOOGLE_CLOUD_LOCATION", "")
        return cls(
            api_key="" if project or location else key,
            vertex=True,
            project=project,
            location=location or GLOBAL,
            base_url=env.get("GOOGLE_VERTEX_BASE_URL", ""),
            api_version=_version(env, "v1beta1"),
        )

    @property
    def on_loopback(self) -> bool:
        """Whether the service is on this machine, as the simulator is, which asks for no Google Cloud credentials."""
        host = urlsplit(self.base_url).hostname or ""
        try:
            return ipaddress.ip_address(host).is_loopback
        except ValueError:
            return host == "localhost"

    @property
    def warning(self) -> str | None:
        """What the user should know before the first call; None when nothing is the matter."""
        if self.vertex and not self.api_key and self.location != GLOBAL:
            return f"Vertex AI serves image models in {GLOBAL!r} only: set GOOGLE_CLOUD_LOCATION={GLOBAL}."
        return None


def _version(env: Mapping[str, str], beta: str) -> str:
    version = env.get("GOOGLE_GENAI_API_VERSION", "")
    return beta if version == "beta" else version
