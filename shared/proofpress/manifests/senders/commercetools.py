"""commercetools' subscriptions: messages and changes, in the platform's format or as CloudEvents 1.0.

Messages are ordered by `sequenceNumber`, changes by `version`. A payload that is too large is left out.
https://docs.commercetools.com/api/projects/subscriptions, and the examples in commercetools-api-reference 5867aa2.
"""

from proofpress.domain.campaigns.news import News, Rank
from proofpress.domain.errors import Drop
from proofpress.manifests.senders.raw import Ignored, RawEvent, inner, moment, text, whole

_TYPE = "com.commercetools."
_PRODUCT = "product"


def recognises(event: RawEvent) -> bool:
    """Whether it is a CloudEvent of commercetools, or its data alone."""
    is_platform = "notificationType" in event.body and "resource" in event.body
    return is_platform or event.attributes.get("ce-type", "").startswith(_TYPE)


def read(event: RawEvent) -> News | Ignored:
    """The product that a message or a change is about."""
    body = event.body
    kind = text(body.get("type")) or text(inner(body, "payloadNotIncluded", "payloadType"))
    topic = kind or text(body.get("notificationType"))
    resource = text(inner(body, "resource", "typeId"))
    if resource != _PRODUCT:
        return Ignored(f"commercetools' {topic} is about a resource of the type {resource or 'nothing'}")
    product = text(inner(body, "resource", "id"))
    if not product:
        raise Drop(f"commercetools' {topic} has no resource.id")
    rank = _rank(event)
    return News(
        sender="commercetools",
        topic=topic,
        tenant=_project(event),
        product=product,
        rank=rank,
        dedup=_copies(event, product, rank),
        fields=dict(body),
        thin="payloadNotIncluded" in body,
    )


def _rank(event: RawEvent) -> Rank:
    body, of_event = event.body, event.attributes.get
    told = moment(body.get("lastModifiedAt")) or moment(body.get("modifiedAt")) or moment(body.get("createdAt"))
    time = told or moment(of_event("ce-time")) or event.published
    number = whole(body.get("sequenceNumber"))
    if number is None:
        number = whole(of_event("ce-sequence"))
    if number is not None:
        return Rank(scale="sequence", number=number, time=time)
    return Rank(scale="version", number=whole(body.get("version")), time=time)


def _project(event: RawEvent) -> str:
    """The project's key: the first part of a CloudEvent's source."""
    named = text(event.body.get("projectKey"))
    return named or event.attributes.get("ce-source", "").strip("/").partition("/")[0]


def _copies(event: RawEvent, product: str, rank: Rank) -> tuple[str, ...]:
    named = event.attributes.get("ce-id") or text(event.body.get("id"))
    if named:
        return (f"message:{named}",)
    return (f"{rank.scale}:{product}:{rank.number}",) if rank.number is not None else ()
