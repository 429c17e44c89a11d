"""Events from stage to stage: what is due next."""

from typing import ClassVar

from proofpress.domain.events.event import Event


class ProductUpdated(Event):
    """What is known of a product has changed, or its campaign has; its banners are to be arranged."""

    type: ClassVar[str] = "dev.proofpress.product.updated.v1"
    product: str
    """Key of the product: campaign/name."""
    edition: int

    @property
    def subject(self) -> str:
        """The product."""
        return self.product


class BannersRequested(Event):
    """Banners that share a background are to be composed."""

    type: ClassVar[str] = "dev.proofpress.banners.requested.v1"
    banners: str
    """Key of the banner set: campaign/name/group."""

    @property
    def subject(self) -> str:
        """The banner set."""
        return self.banners


class WebhookRequested(Event):
    """A campaign's webhook is to be told of a product's banners."""

    type: ClassVar[str] = "dev.proofpress.webhook.requested.v1"
    product: str
    delivered: int
    """Which of the product's indexes."""

    @property
    def subject(self) -> str:
        """The product and its index."""
        return f"{self.product}-{self.delivered}"


class _OfAttempt(Event):
    attempt: str
    """Key of the attempt: batch/item/number."""

    @property
    def subject(self) -> str:
        """The attempt."""
        return self.attempt


class DraftRequested(_OfAttempt):
    """An attempt was allocated; its draft is due."""

    type: ClassVar[str] = "dev.proofpress.draft.requested.v1"


class DraftPassed(_OfAttempt):
    """A draft passed the screen; its review is due."""

    type: ClassVar[str] = "dev.proofpress.draft.passed.v1"


class DraftAccepted(_OfAttempt):
    """A draft was accepted; its final is due."""

    type: ClassVar[str] = "dev.proofpress.draft.accepted.v1"
    render: int = 1

    @property
    def subject(self) -> str:
        """The try of the final."""
        return f"{self.attempt}-{self.render}"


class JobRequested(Event):
    """A job of the batch lane is to be brought a step on: submitted, asked after, or collected."""

    type: ClassVar[str] = "dev.proofpress.job.requested.v1"
    job: str

    @property
    def subject(self) -> str:
        """The job."""
        return self.job
