"""Photos of products, fetched once each and kept in the inbox bucket under a hash of what they show."""

import hashlib
from contextlib import suppress

from proofpress.domain.campaigns.spec import CampaignSpec
from proofpress.domain.errors import Drop
from proofpress.domain.records import Photo, Product
from proofpress.domain.spec import Reference
from proofpress.imaging.containers import MAX_PIXELS, inspect
from proofpress.imaging.sniff import sniff
from proofpress.ports import Allowed, AlreadyExists, Bucket, Ports
from proofpress.stages.names import EXTENSIONS

FOLDER = "photos"
_MEGA = 1_000_000
MAX_PHOTO_PIXELS = min(25_000_000, MAX_PIXELS)
"""Of a photo: far more than a model looks at."""


def fetched(ports: Ports, spec: CampaignSpec, product: Product) -> tuple[Photo, ...]:
    """The photos that a product's pictures refer to. An address that was fetched before is not asked again.

    Raises:
        Drop: one is not allowed, not there or no picture; the message says which.
        Retry: one may be had later.
    """
    if spec.photos is None:
        return ()
    known = {photo.url: photo for photo in product.photos}
    addresses = [str(product.told[name]) for name in spec.photos.variables if product.told.get(name)]
    photos = spec.photos
    allowed = Allowed(photos.hosts, photos.buckets, int(photos.max_mb * _MEGA), photos.seconds)
    return tuple(known.get(url) or _photo(ports, url, allowed) for url in dict.fromkeys(addresses))


def _photo(ports: Ports, url: str, allowed: Allowed) -> Photo:
    data = ports.web.fetch(url, allowed)
    mime = sniff(data)
    if mime not in EXTENSIONS:
        raise Drop(f"the photo {url} is no picture that the models take: use PNG, JPEG, WebP, HEIC or HEIF")
    container = inspect(data)
    if container.fault:
        raise Drop(f"the photo {url} is damaged: {container.fault}")
    if container.pixels > MAX_PHOTO_PIXELS:
        raise Drop(
            f"the photo {url} has {container.pixels / _MEGA:.0f} megapixels; at most {MAX_PHOTO_PIXELS / _MEGA:.0f} "
            "are taken: let the shop serve a smaller one"
        )
    digest = hashlib.sha256(data).hexdigest()
    name = f"{FOLDER}/{digest}.{EXTENSIONS[mime]}"
    with suppress(AlreadyExists):
        ports.store.put(Bucket.INBOX, name, data, mime, {"source": url})
    reference = Reference(path=name, object_name=name, sha256=digest, mime=mime, size=len(data))
    return Photo(url=url, reference=reference)
