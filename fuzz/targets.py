"""All targets by name."""

from fuzz import (
    reading_brands,
    reading_campaigns,
    reading_events,
    reading_jobs,
    reading_manifests,
    reading_messages,
    reading_notifications,
    reading_people,
    reading_pictures,
    reading_requests,
    reading_the_web,
)
from fuzz.target import Target

MODULES = (
    reading_manifests,
    reading_messages,
    reading_notifications,
    reading_pictures,
    reading_events,
    reading_campaigns,
    reading_brands,
    reading_jobs,
    reading_people,
    reading_requests,
    reading_the_web,
)

TARGETS: dict[str, Target] = {target.name: target for module in MODULES for target in module.TARGETS}
