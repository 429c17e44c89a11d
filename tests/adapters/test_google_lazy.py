import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count

import pytest

from proofpress.adapters.google.lazy import Lazy


def test_threads_that_ask_at_once_get_the_one_value() -> None:
    numbers = count()

    def build() -> int:
        time.sleep(0.05)
        return next(numbers)

    lazy = Lazy(build)
    assert lazy.built is None
    with ThreadPoolExecutor(16) as pool:
        assert set(pool.map(lambda _: lazy.get(), range(16))) == {0}
    assert lazy.built == 0


def test_what_could_not_be_built_is_tried_again() -> None:
    tries: Iterator[ValueError | str] = iter([ValueError("not yet"), "built"])

    def build() -> str:
        each = next(tries)
        if isinstance(each, ValueError):
            raise each
        return each

    lazy = Lazy(build)
    with pytest.raises(ValueError, match="not yet"):
        lazy.get()
    assert lazy.get() == "built"
