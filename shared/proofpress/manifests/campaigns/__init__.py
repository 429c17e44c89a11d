"""Reads campaigns, and what they read: events into variables, variables into backgrounds and texts."""

from proofpress.manifests.campaigns.backgrounds import background_items, backgrounds_manifest
from proofpress.manifests.campaigns.expressions import Interest, hears, tell
from proofpress.manifests.campaigns.load import is_campaign, load_campaign, schema
from proofpress.manifests.campaigns.wording import Wording

__all__ = [
    "Interest",
    "Wording",
    "background_items",
    "backgrounds_manifest",
    "hears",
    "is_campaign",
    "load_campaign",
    "schema",
    "tell",
]
