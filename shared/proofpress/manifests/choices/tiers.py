"""Which models an item is drafted and rendered with."""

from typing import NamedTuple

from proofpress.domain.catalog import Model
from proofpress.domain.errors import UnknownPrice
from proofpress.domain.spec import Route
from proofpress.manifests.choices.given import Given

NONE = "none"
_DRAFT, _FINAL, _TEXT = "lite", "standard", "text"


class Tiers(NamedTuple):
    """Tiers or model ids as the user speaks of them, and the models behind them."""

    draft: str
    final: str
    route: Route | None
    draft_model: Model
    final_model: Model


def choose_tiers(given: Given) -> Tiers | None:
    """The tiers of an item; None where a fault was found."""
    names = _names(given)
    if names is None:
        return None
    draft, final, route = names
    final_model = _picture_model(given, final, ("final", "text_heavy", "draft"))
    draft_model = final_model if draft == final else _picture_model(given, draft, ("draft",))
    return Tiers(draft, final, route, draft_model, final_model) if draft_model and final_model else None


def _names(given: Given) -> tuple[str, str, Route | None] | None:
    """Draft, final and route. Where only one model is called, it stands for both."""
    draft = given.value("draft") or _DRAFT
    final = given.own.final or (_TEXT if given.value("text_heavy") else given.defaults.final) or _FINAL
    route = _route(given)
    if draft == final == NONE:
        given.fault(("final", "draft"), "draft and final are both none", "name a tier for one of them")
        return None
    if final == NONE:
        if given.value("hero"):
            given.fault(("hero", "final"), "a hero needs a final tier, but final is none", "name one on this item")
            return None
        return _only(given, draft, route, Route.CHEAP, "final")
    if draft == NONE:
        return _only(given, final, route, Route.DIRECT, "draft")
    if route in (Route.DIRECT, Route.CHEAP):
        draft = final = final if route is Route.DIRECT else draft
    return draft, final, route


def _route(given: Given) -> Route | None:
    if given.own.route or given.own.hero:
        return given.own.route or Route.DIRECT
    return given.defaults.route or (Route.DIRECT if given.value("hero") else None)


def _only(given: Given, tier: str, asked: Route | None, implied: Route, absent: str) -> tuple[str, str, Route] | None:
    if asked not in (None, implied):
        given.fault(("route", absent), f"the route {asked} needs a {absent} tier, but {absent} is none")
        return None
    return tier, tier, implied


def usable_model(given: Given, name: str, fields: tuple[str, ...]) -> Model | None:
    """The model of a tier or id, unless it is unknown or retired; warns when its end is near."""
    catalog = given.catalog
    try:
        model = catalog.model(name)
    except UnknownPrice:
        hint = given.speller.hint(name, [*catalog.tiers, *catalog.models], f"tiers are {', '.join(catalog.tiers)}")
        given.fault(fields, f"unknown tier or model {name!r}", hint)
        return None
    if model.is_retired(given.today):
        tier = (
            f"point the tier {name!r} at a successor in models.toml" if name in catalog.tiers else "name another model"
        )
        given.fault(fields, f"{model.id} was retired on {model.retires}", tier)
        return None
    if warning := model.warning(given.today):
        given.warnings.append(warning)
    return model


def _picture_model(given: Given, name: str, fields: tuple[str, ...]) -> Model | None:
    model = usable_model(given, name, fields)
    if model and not model.image_tokens:
        given.fault(fields, f"{model.id} makes no pictures", "name a tier that does, such as lite, standard or pro")
        return None
    return model
