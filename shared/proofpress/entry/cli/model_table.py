"""The catalogue of models as people and as programs read it."""

from collections.abc import Iterator
from datetime import date

from rich.console import Group
from rich.table import Table

from proofpress.domain.catalog import Catalog, Lane, Model
from proofpress.domain.money import dollars
from proofpress.domain.pricing import expected_picture
from proofpress.entry.cli.console import table


def plain(catalog: Catalog, today: date) -> dict[str, object]:
    """The catalogue with dollars per picture, for programs."""
    return {
        "checked": catalog.checked.isoformat(),
        "tiers": catalog.tiers,
        "warnings": warnings(catalog, today),
        "models": [_plain_model(catalog, model, today) for model in catalog.models.values()],
    }


def warnings(catalog: Catalog, today: date) -> list[str]:
    """What to know before relying on the tiers: those that are retired first."""
    used = {tier: catalog.model(tier) for tier in catalog.tiers}
    retired = [
        f"tier {tier}: {model.id} was retired on {model.retires}; point the tier at a successor in models.toml."
        for tier, model in used.items()
        if model.is_retired(today)
    ]
    soon = [f"tier {tier}: {words}" for tier, model in used.items() if (words := model.warning(today))]
    return retired + soon


def shown(catalog: Catalog, today: date) -> Group:
    """Tiers, models with their price per picture, live and batch, and the aspect ratios they make."""
    tiers = table("tier", "model", rows=catalog.tiers.items())
    prices = ("live", "batch")
    models = table("model", "size", *prices, "refs", "until", rows=[], right=(*prices, "refs"))
    for model in catalog.models.values():
        _add_rows(models, catalog, model, today)
    return Group(tiers, "", models, "", *_ratios(catalog))


def _add_rows(models: Table, catalog: Catalog, model: Model, today: date) -> None:
    """One row for each size; what holds for all of them stands in the first."""
    first, last = model.id, (str(model.reference_images), _until(model, today))
    for size in model.image_tokens or ("text",):
        prices = (_price(catalog, model, size, lane) for lane in Lane)
        models.add_row(first, size, *("-" if usd is None else dollars(usd) for usd in prices), *last)
        first, last = "", ("", "")


def _ratios(catalog: Catalog) -> Iterator[str]:
    makers: dict[tuple[str, ...], list[str]] = {}
    for model in catalog.models.values():
        if model.ratios:
            makers.setdefault(model.ratios, []).append(model.name)
    for ratios, names in makers.items():
        yield f"{', '.join(names)} make {' '.join(ratios)}"


def _price(catalog: Catalog, model: Model, size: str, lane: Lane) -> float | None:
    if lane not in model.lanes or size not in model.image_tokens:
        return None
    if lane is Lane.BATCH and catalog.batch_factor is None:
        return None
    return float(expected_picture(catalog, model, size, lane=lane))


def _until(model: Model, today: date) -> str:
    if model.is_retired(today):
        return f"retired {model.retires}"
    if model.retires:
        return f"retires {model.retires}"
    return f"deprecated {model.deprecated}" if model.deprecated and today >= model.deprecated else ""


def _plain_model(catalog: Catalog, model: Model, today: date) -> dict[str, object]:
    facts = model.model_dump(
        mode="json", include={"id", "name", "ratios", "reference_images", "released", "deprecated", "retires"}
    )
    usd = {size: {lane: _price(catalog, model, size, lane) for lane in Lane} for size in model.image_tokens}
    tiers = [tier for tier, name in catalog.tiers.items() if name == model.id]
    return {**facts, "retired": model.is_retired(today), "tiers": tiers, "usd_per_picture": usd}
