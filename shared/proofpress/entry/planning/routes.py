"""Groups items that pass through the same models for the same reason."""

from collections import defaultdict
from collections.abc import Iterable

from proofpress.entry.planning.model import PlannedItem, PlannedRoute

_SHARED = (
    "route",
    "why",
    "draft_model",
    "draft_size",
    "final_model",
    "final_size",
    "review",
    "draft_lane",
    "final_lane",
)


def routes_of(items: Iterable[PlannedItem]) -> tuple[PlannedRoute, ...]:
    """The routes of a plan, the one with the most items first."""
    groups: dict[tuple[object, ...], list[PlannedItem]] = defaultdict(list)
    for item in items:
        groups[tuple(getattr(item, name) for name in _SHARED)].append(item)
    routes = (
        PlannedRoute(
            **members[0].model_dump(include=set(_SHARED)),
            items=len(members),
            wanted=sum(member.want for member in members),
        )
        for members in groups.values()
    )
    return tuple(sorted(routes, key=lambda route: -route.items))
