"""All targets by name."""

from fuzz import reading_manifests, reading_messages, reading_pictures
from fuzz.target import Target

TARGETS: dict[str, Target] = {
    target.name: target
    for module in (reading_manifests, reading_messages, reading_pictures)
    for target in module.TARGETS
}
