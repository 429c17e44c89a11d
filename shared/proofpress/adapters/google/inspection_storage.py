"""What a bucket is like."""

from dataclasses import dataclass

from proofpress.adapters.google.inspection import Inspector

_TOPIC = "//pubsub.googleapis.com/"
_WRITTEN = "OBJECT_FINALIZE"


@dataclass(frozen=True)
class FoundBucket:
    """A bucket as it is set up."""

    uniform_access: bool
    public_access_prevented: bool
    announces_to: frozenset[str]
    """Paths of the topics that hear of new objects, with what was written."""


def find_bucket(inspector: Inspector, name: str) -> FoundBucket | None:
    """A bucket by its name; None where there is none."""
    answer = inspector.get("storage", f"b/{name}", projection="noAcl")
    if answer is None:
        return None
    access = answer.body.get("iamConfiguration", {})
    configs = inspector.get("storage", f"b/{name}/notificationConfigs")
    entries = configs.body.get("items", ()) if configs else ()
    return FoundBucket(
        bool(access.get("uniformBucketLevelAccess", {}).get("enabled")),
        access.get("publicAccessPrevention") == "enforced",
        frozenset(str(entry["topic"]).removeprefix(_TOPIC) for entry in entries if _tells_of_new_objects(entry)),
    )


def bucket_permissions(inspector: Inspector, name: str, wanted: list[str]) -> frozenset[str]:
    """Which of some permissions we have on a bucket."""
    answer = inspector.get("storage", f"b/{name}/iam/testPermissions", permissions=wanted)
    return frozenset(answer.body.get("permissions", ()) if answer else ())


def _tells_of_new_objects(entry: dict[str, object]) -> bool:
    """Whether a notification is of every new object, in the form that the functions read."""
    kinds = entry.get("event_types") or [_WRITTEN]
    in_json = entry.get("payload_format") == "JSON_API_V1"
    return isinstance(kinds, list) and _WRITTEN in kinds and in_json and not entry.get("object_name_prefix")
