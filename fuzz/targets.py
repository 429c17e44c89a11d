"""All targets by name."""

from fuzz import reading_campaigns, reading_events, reading_jobs, reading_manifests, reading_messages, reading_pictures
from fuzz.target import Target

_MODULES = (reading_manifests, reading_messages, reading_pictures, reading_events, reading_campaigns, reading_jobs)

TARGETS: dict[str, Target] = {target.name: target for module in _MODULES for target in module.TARGETS}
