"""The vision reviewer: judges a picture by its bytes alone and answers in the form that is asked for."""

import json

from PIL import ImageStat

from proofpress.simulator.ask import Ask, InputImage
from proofpress.simulator.painting.mark import Mark, read_mark
from proofpress.simulator.schema import fill

_PASS = 0.6
_SCHEMA = {
    "type": "object",
    "properties": {
        "score": {"type": "number"},
        "accept": {"type": "boolean"},
        "reasons": {"type": "array", "items": {"type": "string"}},
    },
}


def review(ask: Ask) -> str:
    """The text of an answer about the last picture of a request; JSON where that was asked for."""
    opinion = _opinion(ask.images[-1]) if ask.images else Mark.declined(0.0, "there is no picture to judge")
    if ask.config.response_mime_type == "application/json":
        schema = ask.config.response_json_schema or ask.config.response_schema or _SCHEMA
        return json.dumps(fill(schema, opinion))
    verdict = "Accept" if opinion.accept else "Decline"
    return f"{verdict}, score {opinion.score:.2f}. {' '.join(opinion.reasons) or 'The picture is convincing.'}"


def _opinion(image: InputImage) -> Mark:
    pixels = image.open()
    return read_mark(image.data) or _measured(ImageStat.Stat(pixels.convert("L").resize((64, 64))))


def _measured(grey: "ImageStat.Stat") -> Mark:
    """An opinion on a picture that the simulator did not make: from its brightness and contrast."""
    light, contrast = grey.mean[0] / 255, min(1.0, grey.stddev[0] / 64)
    balance = 1 - abs(light - 0.5) * 2
    score = round(0.3 + 0.35 * contrast + 0.35 * balance, 3)
    if score >= _PASS:
        return Mark(score=score, accept=True)
    return Mark.declined(score, "the picture is flat" if contrast < balance else "the exposure is off")
