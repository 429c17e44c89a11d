"""What becomes of a request, decided by chance alone: never by when or in which order it arrives."""

import math
from dataclasses import dataclass

from proofpress.domain.catalog import Catalog, Model
from proofpress.simulator.ask import Ask
from proofpress.simulator.chance import Chance
from proofpress.simulator.painting.defects import Defect
from proofpress.simulator.painting.flaws import FLAWS, Flaw
from proofpress.simulator.painting.follow import follows, is_edit
from proofpress.simulator.painting.mark import Mark, read_mark
from proofpress.simulator.profile import Profile

_ACCEPTED = (0.62, 0.97)
_DECLINED = (0.08, 0.52)
_TWINS = 2
"""Pictures of a prompt that duplicates fall back on."""


@dataclass(frozen=True)
class Silence:
    """An answer without a picture: a candidate's finish reason, or else a block reason for the prompt."""

    outcome: str
    finish_reason: str | None = None
    block_reason: str | None = None


@dataclass(frozen=True)
class PictureFate:
    """How a picture comes out. `chance` is that of the picture it resembles: its `own`, unless it is a duplicate."""

    chance: Chance
    own: Chance
    defect: Defect | None
    flaw: Flaw | None
    mark: Mark
    lost_look: bool


EMPTY = (Silence("empty", "STOP"), Silence("empty", "NO_IMAGE"))
SAFETY = (Silence("safety", "IMAGE_SAFETY"), Silence("safety", block_reason="PROHIBITED_CONTENT"))


def outage(profile: Profile, chance: Chance, visit: int) -> int | None:
    """The status of a transient refusal of the nth call of the same request, or None."""
    match chance.share(f"outage {visit}", profile.refusals.outages):
        case "rate_limited":
            return 429
        case "unavailable":
            return chance.pick(f"status {visit}", (500, 503))
        case _:
            return None


def silence(profile: Profile, chance: Chance) -> Silence | None:
    """How a request is left without a picture, or None."""
    match chance.share("silence", profile.refusals.silences):
        case "empty":
            return chance.pick("empty", EMPTY)
        case "safety":
            return chance.pick("safety", SAFETY)
        case _:
            return None


def picture_fate(profile: Profile, ask: Ask, seed: int) -> PictureFate:
    """How the picture of a request comes out; finals and edits have no defects, only perhaps a lost look."""
    own = ask.chance(seed)
    if follows(ask.prompt) and ask.images:
        lost = own.fraction("lost look") < profile.lost_look
        mark = None if is_edit(ask.prompt) or lost else read_mark(ask.images[-1].data)
        flaw, mark = (None, mark) if mark else _judgement(profile, ask.prompt, own)
        return PictureFate(own, own, None, flaw, mark, lost)
    name = own.share("defect", profile.defects.shares)
    defect = Defect(name) if name else None
    chance = own
    if defect in (Defect.NEAR_DUPLICATE, Defect.EXACT_DUPLICATE):
        references = [image.sha256 for image in ask.images]
        chance = Chance(seed, ask.model.id, ask.prompt, references, own.number("twin") % _TWINS)
    if defect in (Defect.DARK, Defect.BLANK, Defect.BLURRED):
        return PictureFate(chance, own, defect, None, Mark.declined(0.05, f"the picture is {defect}"), lost_look=False)
    return PictureFate(chance, own, defect, *_judgement(profile, ask.prompt, chance), lost_look=False)


def _judgement(profile: Profile, prompt: str, chance: Chance) -> tuple[Flaw | None, Mark]:
    if chance.fraction("accept") < profile.accept_rate_of(prompt):
        return None, Mark(score=round(chance.between("score", *_ACCEPTED), 3), accept=True)
    flaw = chance.pick("flaw", FLAWS)
    return flaw, Mark.declined(round(chance.between("score", *_DECLINED), 3), flaw.reason)


def latency(profile: Profile, catalog: Catalog, model: Model, chance: Chance, visit: int) -> float:
    """Seconds that the nth call of the same request takes."""
    tiers = [tier for tier, model_id in catalog.tiers.items() if model_id == model.id]
    pace = next((profile.latencies[name] for name in (model.id, *tiers) if name in profile.latencies), profile.latency)
    return pace.median * math.exp(pace.spread * chance.normal(f"latency {visit}"))
