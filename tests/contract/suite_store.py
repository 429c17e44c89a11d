"""What every Store keeps to. A subclass provides the fixture `store`: an empty one."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from proofpress.ports import AlreadyExists, Bucket, Changed, Store

NAME = "spring/cup/0001.png"
INDEX = "autumn/index.json"


class StoreSuite:
    """Inherited by the test class of every adapter."""

    def test_an_object_comes_back_as_it_was_put(self, store: Store) -> None:
        data = bytes(range(256)) * 300
        stored = store.put(Bucket.DRAFTS, NAME, data, "image/png", {"attempt": "spring/cup/0001", "grüße": "ü"})
        assert store.get(Bucket.DRAFTS, NAME) == data
        assert store.stat(Bucket.DRAFTS, NAME) == stored
        assert (stored.bucket, stored.name, stored.size) == (Bucket.DRAFTS, NAME, len(data))
        assert stored.content_type == "image/png"
        assert stored.metadata == {"attempt": "spring/cup/0001", "grüße": "ü"}
        assert stored.generation

    def test_an_object_may_be_empty_and_without_metadata(self, store: Store) -> None:
        stored = store.put(Bucket.INBOX, "empty", b"", "text/plain")
        assert store.get(Bucket.INBOX, "empty") == b""
        assert (stored.size, stored.metadata) == (0, {})

    def test_a_large_object_comes_back_as_it_was_put(self, store: Store) -> None:
        data = bytes(range(251)) * (9 * 2**20 // 251)
        stored = store.put(Bucket.FINALS, NAME, data, "image/png", {"attempt": "spring/cup/0001"})
        assert store.get(Bucket.FINALS, NAME) == data
        assert store.stat(Bucket.FINALS, NAME) == stored
        assert (stored.size, stored.metadata) == (len(data), {"attempt": "spring/cup/0001"})

    def test_what_was_never_put_is_not_there(self, store: Store) -> None:
        assert store.stat(Bucket.DRAFTS, NAME) is None
        with pytest.raises(FileNotFoundError):
            store.get(Bucket.DRAFTS, NAME)

    def test_a_prefix_of_a_name_is_not_an_object(self, store: Store) -> None:
        store.put(Bucket.DRAFTS, NAME, b"x", "image/png")
        assert store.stat(Bucket.DRAFTS, "spring/cup") is None
        store.delete(Bucket.DRAFTS, "spring/cup")
        with pytest.raises(FileNotFoundError):
            store.get(Bucket.DRAFTS, "spring/cup")
        assert store.names(Bucket.DRAFTS) == [NAME]

    def test_an_object_is_never_overwritten(self, store: Store) -> None:
        first = store.put(Bucket.DRAFTS, NAME, b"first", "image/png", {"number": "1"})
        with pytest.raises(AlreadyExists) as refusal:
            store.put(Bucket.DRAFTS, NAME, b"second!", "image/webp", {"number": "2"})
        assert refusal.value.stored == first
        assert store.get(Bucket.DRAFTS, NAME) == b"first"
        assert store.stat(Bucket.DRAFTS, NAME) == first

    def test_an_index_is_swapped_where_it_is_still_the_one_that_was_read(self, store: Store) -> None:
        first = store.replace(Bucket.DELIVERIES, INDEX, b"one", "application/json", "")
        assert store.stat(Bucket.DELIVERIES, INDEX) == first
        second = store.replace(Bucket.DELIVERIES, INDEX, b"two!", "application/json", first.generation)
        assert store.get(Bucket.DELIVERIES, INDEX) == b"two!"
        assert store.stat(Bucket.DELIVERIES, INDEX) == second
        assert int(second.generation) > int(first.generation)
        assert store.names(Bucket.DELIVERIES) == [INDEX]

    def test_an_index_that_somebody_else_swapped_is_left_alone(self, store: Store) -> None:
        first = store.replace(Bucket.DELIVERIES, INDEX, b"one", "application/json", "")
        second = store.replace(Bucket.DELIVERIES, INDEX, b"two", "application/json", first.generation)
        for generation in ("", first.generation):
            with pytest.raises(Changed) as refusal:
                store.replace(Bucket.DELIVERIES, INDEX, b"three", "application/json", generation)
            assert refusal.value.stored == second
        assert store.get(Bucket.DELIVERIES, INDEX) == b"two"

    def test_an_index_that_is_gone_is_not_swapped(self, store: Store) -> None:
        first = store.replace(Bucket.DELIVERIES, INDEX, b"one", "application/json", "")
        store.delete(Bucket.DELIVERIES, INDEX)
        with pytest.raises(Changed) as refusal:
            store.replace(Bucket.DELIVERIES, INDEX, b"two", "application/json", first.generation)
        assert refusal.value.stored is None

    def test_of_many_who_swap_an_index_at_once_one_succeeds(self, store: Store) -> None:
        first = store.replace(Bucket.DELIVERIES, INDEX, b"", "application/json", "")
        barrier = Barrier(6)

        def swap(number: int) -> int:
            barrier.wait()
            try:
                store.replace(Bucket.DELIVERIES, INDEX, f"{number}".encode(), "application/json", first.generation)
            except Changed:
                return 0
            return 1

        with ThreadPoolExecutor(6) as pool:
            assert sum(pool.map(swap, range(6))) == 1

    def test_buckets_do_not_share_their_names(self, store: Store) -> None:
        store.put(Bucket.DRAFTS, NAME, b"draft", "image/png")
        store.put(Bucket.FINALS, NAME, b"final", "image/png")
        assert store.get(Bucket.DRAFTS, NAME) == b"draft"
        assert store.names(Bucket.DELIVERIES) == []

    def test_a_deleted_object_is_gone_and_deleting_again_does_nothing(self, store: Store) -> None:
        store.put(Bucket.DRAFTS, NAME, b"x", "image/png")
        store.delete(Bucket.DRAFTS, NAME)
        store.delete(Bucket.DRAFTS, NAME)
        assert store.stat(Bucket.DRAFTS, NAME) is None
        assert store.names(Bucket.DRAFTS) == []

    def test_generations_of_a_name_increase(self, store: Store) -> None:
        generations = []
        for _ in range(20):
            generations.append(int(store.put(Bucket.DRAFTS, NAME, b"x", "image/png").generation))
            store.delete(Bucket.DRAFTS, NAME)
        assert generations == sorted(set(generations))

    @pytest.mark.parametrize(
        ("prefix", "expected"),
        [
            ("", ["a", "b/1/x.png", "b/1/y.png", "b/10/x.png", "b/é.png", "ba/z"]),
            ("b", ["b/1/x.png", "b/1/y.png", "b/10/x.png", "b/é.png", "ba/z"]),
            ("b/", ["b/1/x.png", "b/1/y.png", "b/10/x.png", "b/é.png"]),
            ("b/1", ["b/1/x.png", "b/1/y.png", "b/10/x.png"]),
            ("b/1/y.png", ["b/1/y.png"]),
            ("b/1/y.png/", []),
            ("../", []),
            ("/", []),
        ],
    )
    def test_names_begin_with_the_prefix_and_come_in_order(
        self, store: Store, prefix: str, expected: list[str]
    ) -> None:
        for name in ("ba/z", "b/é.png", "b/10/x.png", "b/1/y.png", "a", "b/1/x.png"):
            store.put(Bucket.DELIVERIES, name, b"x", "image/png")
        assert store.names(Bucket.DELIVERIES, prefix) == expected

    def test_many_threads_put_distinct_names(self, store: Store) -> None:
        names = [f"spring/{number:03d}" for number in range(96)]
        with ThreadPoolExecutor(32) as pool:
            list(pool.map(lambda name: store.put(Bucket.DRAFTS, name, name.encode(), "text/plain"), names))
        assert store.names(Bucket.DRAFTS) == names
        assert all(store.get(Bucket.DRAFTS, name) == name.encode() for name in names)

    def test_of_racing_puts_exactly_one_wins_with_its_own_metadata(self, store: Store) -> None:
        start = Barrier(12)

        def put(number: int) -> str:
            start.wait()
            try:
                store.put(Bucket.DRAFTS, NAME, f"{number:02d}".encode(), "text/plain", {"number": f"{number:02d}"})
            except AlreadyExists as refusal:
                return refusal.stored.metadata["number"]
            return "won"

        with ThreadPoolExecutor(12) as pool:
            results = list(pool.map(put, range(12)))
        winner = f"{results.index('won'):02d}"
        assert sorted(results) == [winner] * 11 + ["won"]
        stored = store.stat(Bucket.DRAFTS, NAME)
        assert stored is not None
        assert stored.metadata == {"number": winner}
        assert store.get(Bucket.DRAFTS, NAME) == winner.encode()
