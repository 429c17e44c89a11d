"""Tell a campaign's webhook of finished banners: signed, and tried again as the queue has it."""

import json

from proofpress.domain.campaigns.signing import signed_headers
from proofpress.domain.errors import Drop
from proofpress.domain.events import SOURCE, WebhookRequested
from proofpress.domain.records import Campaign, Product
from proofpress.ports import Ports
from proofpress.stages.campaigns.reading import spec_of
from proofpress.stages.campaigns.telling import banners_delivered

_SECONDS = 15.0


def notify(event: WebhookRequested, ports: Ports) -> None:
    """Post the outcome of a product's newest index, as a CloudEvent; an index that was swapped since is not told of.

    Raises:
        Retry: the server did not take it; the queue brings the message again, later and later, and gives up in the end.
        Drop: the address may not be asked, or the server refuses for good.
    """
    product = ports.ledger.get(Product, event.product)
    campaign = ports.ledger.get(Campaign, product.campaign) if product else None
    if product is None or campaign is None or product.delivered != event.delivered:
        return
    spec = spec_of(ports, campaign)
    if spec.webhook is None:
        return
    outcome = banners_delivered(ports, campaign, product)
    message = {
        "specversion": "1.0",
        "id": outcome.event_id,
        "type": outcome.type,
        "source": SOURCE,
        "subject": outcome.subject,
        "time": ports.clock.now().isoformat(),
        "datacontenttype": "application/json",
        "data": outcome.model_dump(mode="json"),
    }
    body = json.dumps(message, ensure_ascii=False).encode()
    secret = ports.web.secret(spec.webhook.secret)
    headers = signed_headers(secret, outcome.event_id, ports.clock.now(), body)
    try:
        ports.web.send(spec.webhook.url, body, headers, _SECONDS)
    except Drop as refusal:
        raise Drop(f"the webhook of {campaign.name} was not told of {product.key}: {refusal}") from refusal
