"""Ask the shop for a product that its event only names."""

from typing import Any
from urllib.parse import quote, urlsplit

from proofpress.domain.campaigns.news import News
from proofpress.domain.campaigns.spec import CampaignSpec
from proofpress.domain.campaigns.written import WrittenLookup
from proofpress.domain.errors import Drop
from proofpress.manifests.campaigns.expressions import evaluate
from proofpress.manifests.campaigns.wording import fill
from proofpress.manifests.formats.json_format import read_value
from proofpress.manifests.spelling import Speller
from proofpress.manifests.templating.templates import Templates
from proofpress.ports import Allowed, Ports

_MAX_BYTES = 5_000_000


def looked_up(ports: Ports, spec: CampaignSpec, news: News) -> dict[str, Any]:
    """The document that a campaign's expressions are evaluated over: what the event brought, or the shop answers.

    Raises:
        Drop: the event names the product only, and nobody says where to ask; or the shop refuses.
        Retry: the shop does not answer now.
    """
    if not news.thin:
        return news.document()
    if spec.lookup is None:
        raise Drop(
            f"the event about {news.about} names the product only: give {spec.name} a 'lookup:' with the address that "
            "it can be asked for"
        )
    answer = _ask(ports, spec.lookup, news)
    found = evaluate(spec.lookup.at, answer, f"lookup.at of {spec.name}")
    if not isinstance(found, dict):
        raise Drop(f"the lookup of {news.about} brought no product at {spec.lookup.at!r}: mend 'lookup.at'")
    return {**news.model_copy(update={"fields": found}).document()}


def _ask(ports: Ports, lookup: WrittenLookup, news: News) -> Any:
    values = {"product": news.product, "tenant": news.tenant, "topic": news.topic}
    url = fill(
        Templates(Speller()), lookup.url, {name: quote(value, safe="") for name, value in values.items()}, "lookup.url"
    )
    headers = {name: ports.web.secret(secret) for name, secret in lookup.headers.items()}
    # What an event says cannot change whom is asked: the host is the one that the campaign's file names.
    allowed = Allowed((urlsplit(lookup.url).hostname or "",), (), _MAX_BYTES, lookup.seconds)
    data = ports.web.fetch(url, allowed, {"Accept": "application/json", **headers})
    try:
        return read_value(data)
    except ValueError as error:
        raise Drop(f"{url} answered with something else than JSON that can be used: {error}") from error
