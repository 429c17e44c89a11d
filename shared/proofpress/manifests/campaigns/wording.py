"""What is written on a banner: the campaign's texts in one locale, over the variables of one cell."""

from collections.abc import Mapping

from proofpress.domain.campaigns.spec import CampaignSpec, Told
from proofpress.domain.designs.banner import MAX_TEXT
from proofpress.domain.errors import Drop
from proofpress.domain.written_values import Scalar
from proofpress.manifests.designs import locale_filters
from proofpress.manifests.spelling import Speller
from proofpress.manifests.templating.templates import TemplateFault, Templates

_JOINED = " - "


class CannotWord(Drop):
    """A text that cannot be filled in for this banner."""


class Wording:
    """Fills in texts, locale by locale."""

    def __init__(self, spec: CampaignSpec, told: Told) -> None:
        self._spec = spec
        self._told = told
        self._templates: dict[str, Templates] = {}
        self._speller = Speller()

    def texts(self, segment: str, locale: str) -> dict[str, str]:
        """The texts of a cell, by layer; those that come out empty are left out. CannotWord says why not."""
        values = self._spec.values(segment, locale, self._told)
        filled = {
            name: fill(self._of(locale), text, values, f"the text {name!r}") for name, text in self._spec.texts.items()
        }
        return {name: _checked(name, text) for name, text in filled.items() if text}

    def alt(self, segment: str, locale: str, texts: Mapping[str, str]) -> str:
        """The alternative text of a cell."""
        if not self._spec.alt:
            return _JOINED.join(texts.values())
        return fill(self._of(locale), self._spec.alt, self._spec.values(segment, locale, self._told), "the alt text")

    def _of(self, locale: str) -> Templates:
        if locale not in self._templates:
            self._templates[locale] = Templates(self._speller, filters=locale_filters(locale))
        return self._templates[locale]


def fill(templates: Templates, text: str, values: Mapping[str, Scalar], what: str) -> str:
    """A template filled in; CannotWord names what it lacks."""
    try:
        return templates.render(text, values)
    except TemplateFault as fault:
        words = "; ".join(
            f"{complaint.message} ({complaint.hint})" if complaint.hint else complaint.message
            for complaint in fault.complaints
        )
        raise CannotWord(f"{what}: {words}") from fault


def _checked(name: str, text: str) -> str:
    if len(text) > MAX_TEXT:
        raise CannotWord(f"the text {name!r} has {len(text)} characters; a banner's text has at most {MAX_TEXT}")
    return text
