"""Lists of names, and their pages."""

from typing import Any

import pytest
from google.cloud.storage import Bucket  # type: ignore[import-untyped]
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from proofpress.emulators.storage.globs import compile_glob
from tests.emulators.storage.service import Service

NAMES = ["a", "b/", "b/1/x.png", "b/1/y.png", "b/10/x.png", "b/é.png", "ba/z", "c//d", "😀", "ﬀ"]

_TEXT = st.text("ab/", max_size=4)


def fill(service: Service) -> None:
    for name in NAMES:
        service.upload(name)


def listed(bucket: Bucket, **options: Any) -> tuple[list[str], set[str]]:
    pages = bucket.client.list_blobs(bucket, **options)
    return [blob.name for blob in pages], set(pages.prefixes)


def expected(names: list[str], prefix: str = "", delimiter: str = "", start: str = "", end: str = "") -> Any:
    """What a list of names holds, and its common prefixes, told without regard to pages."""
    found, prefixes = [], set()
    for name in names:
        if not name.startswith(prefix) or name < start or (end and name >= end):
            continue
        head, split, _ = name[len(prefix) :].partition(delimiter) if delimiter else ("", "", "")
        if split:
            prefixes.add(prefix + head + split)
        else:
            found.append(name)
    return found, prefixes


@pytest.mark.parametrize("prefix", ["", "b", "b/", "b/1", "b/1/", "b/1/y.png", "b/1/y.png/", "../", "/", "é", "😀"])
@pytest.mark.parametrize("delimiter", [None, "/"])
def test_a_list_holds_the_names_below_a_prefix_in_order(
    service: Service, bucket: Bucket, prefix: str, delimiter: str | None
) -> None:
    fill(service)
    names = sorted(NAMES)
    assert listed(bucket, prefix=prefix, delimiter=delimiter) == expected(names, prefix, delimiter or "")


@pytest.mark.parametrize(
    ("start", "end"), [("b/10", None), (None, "b/10"), ("b/1/y.png", "ba/z"), ("z", "b"), ("", "a")]
)
def test_offsets_bound_a_list(service: Service, bucket: Bucket, start: str | None, end: str | None) -> None:
    fill(service)
    found, _ = listed(bucket, start_offset=start, end_offset=end)
    assert found == expected(sorted(NAMES), start=start or "", end=end or "")[0]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(prefix=_TEXT, delimiter=st.sampled_from(["", "/", "a", "ab"]), start=_TEXT, end=_TEXT, size=st.integers(1, 4))
def test_pages_together_are_the_list(
    ours: Service, prefix: str, delimiter: str, start: str, end: str, size: int
) -> None:
    names = ["a", "a/", "a/a", "a/a/b", "a/b", "aa/b", "ab", "ab/a/", "b", "b/a", "b/ab", "b//"]
    if "items" not in ours.call("GET", f"/b/{ours.bucket}/o").json():
        for name in names:
            ours.upload(name)
    query = {"prefix": prefix, "delimiter": delimiter, "startOffset": start, "endOffset": end, "maxResults": size}
    found, prefixes = [], []
    token: dict[str, str] | None = {}
    while token is not None:
        page = ours.call("GET", f"/b/{ours.bucket}/o", params=query | token).json()
        assert len(page.get("items", [])) + len(page.get("prefixes", [])) <= min(size, 3)
        found += [item["name"] for item in page.get("items", [])]
        prefixes += page.get("prefixes", [])
        token = {"pageToken": page["nextPageToken"]} if "nextPageToken" in page else None
    assert (found, set(prefixes)) == expected(sorted(names), prefix, delimiter, start, end)
    assert len(prefixes) == len(set(prefixes))


def test_a_page_has_as_many_names_as_were_asked_for_but_no_more_than_the_server_gives(ours: Service) -> None:
    for number in range(5):
        ours.upload(f"{number}")
    for wanted, got in ((1, 1), (2, 2), (3, 3), (4, 3), (0, 3)):
        page = ours.call("GET", f"/b/{ours.bucket}/o", params={"maxResults": wanted}).json()
        assert len(page["items"]) == got
    last = ours.call("GET", f"/b/{ours.bucket}/o", params={"pageToken": page["nextPageToken"]}).json()
    assert ([item["name"] for item in last["items"]], "nextPageToken" in last) == (["3", "4"], False)


@pytest.mark.parametrize(
    "query", [{"pageToken": "x"}, {"maxResults": -1}, {"maxResults": "many"}, {"matchGlob": "[z-a]"}]
)
def test_a_list_that_cannot_be_is_refused(ours: Service, query: dict[str, Any]) -> None:
    assert ours.call("GET", f"/b/{ours.bucket}/o", params=query).status_code == 400


def test_a_list_of_deleted_objects_is_refused_rather_than_wrong(ours: Service) -> None:
    assert ours.call("GET", f"/b/{ours.bucket}/o", params={"softDeleted": "true"}).status_code == 501


def test_a_bucket_that_is_not_there_has_no_list(service: Service) -> None:
    assert service.call("GET", "/b/no-such-bucket/o").status_code == 404


def test_a_glob_picks_names(bucket: Bucket, service: Service) -> None:
    fill(service)
    # The testbench has Python's globs, in which two asterisks are one.
    below = ["b/1/x.png", "b/1/y.png", "b/10/x.png"]
    assert listed(bucket, match_glob="b/**.png")[0] == service.either([*below, "b/é.png"], reference=["b/é.png"])
    assert listed(bucket, match_glob="b/*.png")[0] == ["b/é.png"]


@pytest.mark.parametrize(
    ("glob", "fits", "does_not_fit"),
    [
        ("a*c", ["ac", "abc"], ["a/c", "acd"]),
        ("a**c", ["ac", "a/b/c"], ["b/ac"]),
        ("a?c", ["abc"], ["ac", "a/c"]),
        ("[a-c]x", ["ax", "cx"], ["dx", "x"]),
        ("[!a]x", ["bx"], ["ax", "/x"]),
        ("{one,tw*}.png", ["one.png", "two.png"], ["three.png", "one,tw.png"]),
        ("a.b+(c)", ["a.b+(c)"], ["aXb+(c)", "a.bb(c)"]),
    ],
)
def test_globs_mean_what_a_shell_means(glob: str, fits: list[str], does_not_fit: list[str]) -> None:
    pattern = compile_glob(glob)
    assert [name for name in fits + does_not_fit if pattern.fullmatch(name)] == fits
