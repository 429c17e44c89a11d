"""report.html: the report as one file that needs no network and no script."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cache
from typing import Protocol, TypeVar
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined

from proofpress.domain.catalog import shape as aspect
from proofpress.domain.money import dollars
from proofpress.reporting import bars
from proofpress.reporting.badges import KINDS, badge_of
from proofpress.reporting.model import DraftReport, KeeperReport, ObjectReport, Report

Thumbnail = Callable[[ObjectReport, int], str | None]
"""The data URI of a picture shrunk into a square of so many pixels, or None."""

_KEEPER_BOX = 320
_DRAFT_BOX = 160
_MOST_STOPS = 20
_BANDS = {"ok": "look kept", "review": "look shifted", "lost": "look lost"}


class _OfItem(Protocol):
    @property
    def item(self) -> str: ...


Entry = TypeVar("Entry", bound=_OfItem)


def page(report: Report, thumbnails: Thumbnail) -> str:
    """Render a report; links to full pictures are relative to the work folder that the page lies in."""
    drafts: dict[str, list[DraftReport]] = _by_item(report.drafts)
    keepers: dict[str, list[KeeperReport]] = _by_item(report.keepers)
    return (
        _environment()
        .get_template("report.html")
        .render(
            report=report,
            shown=drafts.keys() | keepers.keys(),
            batch=report.batch,
            drafts=drafts,
            keepers=keepers,
            kinds=_kinds(report.drafts),
            ways=bars.ways(report.batch.usd.spent, report.batch.would_have_cost),
            stages=bars.stages(report.batch.usd),
            thumbnail=thumbnails,
        )
    )


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("proofpress.reporting"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        usd=dollars, percent=_percent, duration=_duration, words=_words, href=_href, ratio=_ratio
    )
    environment.globals.update(
        badge_of=badge_of,
        bands=_BANDS,
        folder=_folder,
        keeper_box=_KEEPER_BOX,
        draft_box=_DRAFT_BOX,
        most_stops=_MOST_STOPS,
    )
    return environment


def _href(image: ObjectReport) -> str:
    return quote(f"{image.bucket}/{image.name}")


def _folder(batch: str, item: str) -> str:
    return quote(f"drafts/{batch}/{item}/")


def _ratio(shape: ObjectReport | str) -> float:
    """Width over height, by which a row shares out its width."""
    if isinstance(shape, str):
        return aspect(shape)
    return round(shape.width / shape.height, 4) if shape.width and shape.height else 1.0


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def _percent(share: float | None) -> str:
    return "\N{EN DASH}" if share is None else f"{share:.0%}"


def _words(name: str) -> str:
    return name.replace("_", " ")


def _by_item(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    grouped: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        grouped[entry.item].append(entry)
    return grouped


def _kinds(drafts: Iterable[DraftReport]) -> dict[str, tuple[str, int]]:
    """The kinds of frames that occur, with the filter's label and the count of each."""
    found = [badge_of(draft).kind for draft in drafts]
    return {kind: (label, found.count(kind)) for kind, label in KINDS.items() if kind in found}
