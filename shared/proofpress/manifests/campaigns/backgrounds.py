"""The backgrounds that a product's banners need, as a manifest: they are drafted, screened and rendered like any item."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from proofpress.domain.campaigns.graph import Group, address
from proofpress.domain.campaigns.spec import CampaignSpec
from proofpress.domain.catalog import Catalog
from proofpress.domain.spec import BatchSpec, ItemSpec
from proofpress.domain.written_values import MAX_PROMPT
from proofpress.imaging.composing import text_space
from proofpress.manifests.campaigns.wording import fill
from proofpress.manifests.files import Files
from proofpress.manifests.load import load
from proofpress.manifests.spelling import Speller
from proofpress.manifests.templating.templates import Templates

NAME = "backgrounds.json"
_SCREEN = {"profile": "banner", "duplicates": "off"}
"""How backgrounds are screened where the campaign says nothing: plain margins are meant, and so is that one scene looks
alike in several ratios."""
_PROMPT = "background_prompt"
"""The variable that holds what is asked for."""


def background_items(
    spec: CampaignSpec, groups: Sequence[Group], paths: Sequence[str], files: Files, catalog: Catalog, today: date
) -> list[ItemSpec]:
    """The background of each group, its id its content address.

    `paths` are reference images that all of them take, as `files` reads them.

    Raises:
        BadInput: they cannot be made; the message lists every reason.
        Drop: a prompt lacks a variable.
    """
    entries = {f"{place:04d}": _entry(spec, group, paths) for place, group in enumerate(groups)}
    found = _read(spec, entries, files, catalog, today, None)
    return [item.model_copy(update={"id": address(item)}) for item in found.items]


def backgrounds_manifest(
    spec: CampaignSpec,
    wanted: Mapping[str, Group],
    paths: Sequence[str],
    max_usd: Decimal | None,
    seeds: Mapping[str, int] | None = None,
) -> str:
    """The manifest of some backgrounds by their addresses: what a batch is opened with, and read again from.

    `seeds` are of those that were given up and are ordered again: the same seed would bring the same pictures.
    """
    entries = {name: _entry(spec, group, paths) for name, group in wanted.items()}
    for name, seed in (seeds or {}).items():
        entries[name]["seed"] = seed
    return _text(spec, entries, max_usd)


def _read(
    spec: CampaignSpec,
    entries: Mapping[str, dict[str, Any]],
    files: Files,
    catalog: Catalog,
    today: date,
    max_usd: Decimal | None,
) -> BatchSpec:
    return load(NAME, _text(spec, entries, max_usd).encode(), files, catalog, today)


def _text(spec: CampaignSpec, entries: Mapping[str, dict[str, Any]], max_usd: Decimal | None) -> str:
    defaults = spec.defaults.model_dump(mode="json", exclude_none=True, exclude={"prompt", "references", "variables"})
    manifest = {
        "version": 1,
        "name": spec.name,
        "campaign": spec.name,
        "max_usd": None if max_usd is None else float(max_usd),
        "defaults": {**defaults, "screen": {**_SCREEN, **(defaults.get("screen") or {})}},
        "items": [{"id": name, **entry} for name, entry in entries.items()],
    }
    return json.dumps(manifest, ensure_ascii=False, indent=1)


def _entry(spec: CampaignSpec, group: Group, paths: Sequence[str]) -> dict[str, Any]:
    # The prompt goes in as a value: what an event says is never taken for a template.
    return {
        "prompt": f"{{{{ {_PROMPT} }}}}",
        "aspect_ratio": group.ratio,
        "variables": {**group.visual, _PROMPT: prompt_of(spec, group)},
        "references": [_literal(path) for path in paths],
    }


def prompt_of(spec: CampaignSpec, group: Group) -> str:
    """What is asked of the model for a group: the campaign's prompt, and where to leave room for texts."""
    prompt = fill(Templates(Speller()), spec.prompt, group.visual, "the prompt")
    sentence = text_space(group.uses(spec)) if spec.text_space else ""
    return f"{prompt}\n\n{sentence}"[:MAX_PROMPT] if sentence else prompt


def _literal(text: str) -> str:
    """A text in which a template finds nothing to fill in."""
    return "{% raw %}" + text + "{% endraw %}" if "{" in text else text
