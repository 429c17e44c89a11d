"""The operation generateContent: a picture, a judgement, or the reason why there is neither."""

import hashlib
from dataclasses import dataclass, replace
from http import HTTPStatus

from proofpress.simulator.answers import Answers
from proofpress.simulator.ask import Ask, Drawing, find_model, read_ask
from proofpress.simulator.chance import Chance
from proofpress.simulator.draw import draw
from proofpress.simulator.fate import EMPTY, SAFETY, Silence, latency, outage, picture_fate, silence
from proofpress.simulator.faults import Do
from proofpress.simulator.painting.defects import Defect
from proofpress.simulator.refusal import Refused, refused_for_now
from proofpress.simulator.reply import Reply, Request, Subject, refusal, under_fault
from proofpress.simulator.reviewer import review
from proofpress.simulator.routes import Backend
from proofpress.simulator.state import State
from proofpress.simulator.tokens import count_tokens

_SILENT_THOUGHTS = 240
_REFUSED_AT = 0.1
"""Share of the usual time after which a service that is overloaded says so."""
_SILENCES: dict[Do | None, Silence] = {Do.EMPTY: EMPTY[0], Do.SAFETY: SAFETY[0]}
_DEFECTS: dict[Do | None, Defect] = {Do.TRUNCATE_IMAGE: Defect.TRUNCATED, Do.WRONG_MIME: Defect.WRONG_MIME}
_CUT_OFF = Silence("empty", "MAX_TOKENS")


@dataclass(frozen=True)
class _Call:
    """One call, and all that its answer follows from."""

    state: State
    ask: Ask
    chance: Chance
    ordered: Do | None
    """What a scripted fault does to it."""
    answers: Answers


def generate(request: Request, state: State) -> Reply:
    """Answer a request for content."""
    model = find_model(state.catalog, request.route.model)
    ask = read_ask(state.catalog, model, request.body, state.fetch)
    chance = ask.chance(state.seed)
    fault = state.faults.due(request.route.operation, model.id, ask.prompt)
    call = _call(state, ask, request.route.backend, fault.do if fault else None)
    images = tuple(image.sha256 for image in ask.images)
    subject = Subject(model.id, chance.key, ask.prompt, ask.config.seed, images)
    return replace(under_fault(fault, lambda: _attempt(call)), subject=subject)


def content(state: State, ask: Ask, backend: Backend, ordered: Do | None) -> Reply:
    """What a request brings, whenever it is worked on; Refused where it cannot be worked on."""
    call = _call(state, ask, backend, ordered)
    return _picture(call, ask.drawing) if ask.drawing else _judgement(call)


def _call(state: State, ask: Ask, backend: Backend, ordered: Do | None) -> _Call:
    chance = ask.chance(state.seed)
    return _Call(state, ask, chance, ordered, Answers(ask, chance, backend))


def _attempt(call: _Call) -> Reply:
    profile, visit = call.state.profile, call.state.visits.count(call.chance.key)
    takes = latency(profile, call.state.catalog, call.ask.model, call.chance, visit)
    status = outage(profile, call.chance, visit)
    if status is not None:
        wait = profile.refusals.retry_after if status == HTTPStatus.TOO_MANY_REQUESTS else 0.0
        return replace(refusal(refused_for_now(status, wait)), takes=takes * _REFUSED_AT)
    try:
        return replace(_picture(call, call.ask.drawing) if call.ask.drawing else _judgement(call), takes=takes)
    except Refused as refused:
        return replace(refusal(refused), takes=takes)


def _picture(call: _Call, drawing: Drawing) -> Reply:
    ask, state = call.ask, call.state
    tokens = ask.model.tokens_of(drawing.image_size)
    silent = _silence(call, tokens)
    if silent:
        return call.answers.silence(silent, count_tokens(ask, thoughts=_SILENT_THOUGHTS))
    fate = picture_fate(state.profile, ask, state.seed)
    if call.ordered in _DEFECTS:
        fate = replace(fate, defect=_DEFECTS[call.ordered])
    picture = draw(state.catalog, ask, drawing, fate)
    thoughts = 20 + call.chance.number("thoughts") % 80
    reply = call.answers.picture(picture, count_tokens(ask, thoughts=thoughts, image=tokens))
    return replace(reply, sha256=hashlib.sha256(picture.data).hexdigest())


def _silence(call: _Call, tokens: int) -> Silence | None:
    limit = call.ask.config.max_output_tokens
    if call.ordered in _SILENCES:
        return _SILENCES[call.ordered]
    return _CUT_OFF if limit is not None and limit < tokens else silence(call.state.profile, call.chance)


def _judgement(call: _Call) -> Reply:
    if call.ordered in _SILENCES:
        return call.answers.silence(_SILENCES[call.ordered], count_tokens(call.ask, thoughts=_SILENT_THOUGHTS))
    text = review(call.ask)
    return call.answers.text(text, count_tokens(call.ask, thoughts=0, text=text))
