"""All targets by name."""

from fuzz import reading_events, reading_manifests, reading_messages, reading_pictures
from fuzz.target import Target

TARGETS: dict[str, Target] = {
    target.name: target
    for module in (reading_manifests, reading_messages, reading_pictures, reading_events)
    for target in module.TARGETS
}
