"""Signed URLs of pictures, each signed once for as long as it works."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from proofpress.ports import Bucket

MINUTES = 60
_MOST = 20_000
"""Kept at most: some 10 MB."""

Sign = Callable[[Bucket, str, int], str]
"""The URL of an object that works for so many minutes."""


class Links:
    """To sign means to ask IAM each time: a sheet of pictures would wait for it whenever it is looked at."""

    def __init__(self, sign: Sign) -> None:
        self._sign = sign
        self._lock = threading.Lock()
        self._known: OrderedDict[tuple[Bucket, str], tuple[float, str]] = OrderedDict()

    def of(self, bucket: Bucket, name: str) -> str:
        """A URL that works for at least half of MINUTES from now."""
        now = time.monotonic()
        with self._lock:
            until, url = self._known.get((bucket, name), (0.0, ""))
        if until > now:
            return url
        url = self._sign(bucket, name, MINUTES)
        with self._lock:
            self._known[bucket, name] = (now + MINUTES * 30, url)
            while len(self._known) > _MOST:
                self._known.popitem(last=False)
        return url
