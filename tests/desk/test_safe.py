"""Who is let in, what is refused, and what every answer forbids the browser."""

import re

import pytest
from werkzeug.test import Client, TestResponse

from proofpress.entry.desk.app import Desk
from proofpress.entry.desk.invitation import Invitations
from proofpress.entry.desk.pictures import Served
from proofpress.entry.desk.room import Room
from tests.support.desks import OpenDesk
from tests.support.pipeline import catalog

PORT = 4321
HOME = f"http://127.0.0.1:{PORT}"


@pytest.fixture
def gate() -> Invitations:
    return Invitations("kim", PORT)


@pytest.fixture
def stranger(desk: OpenDesk, gate: Invitations) -> Client:
    """A browser that followed no link."""
    store = desk.workspace.store
    return Client(Desk(Room(desk.workspace.ports(catalog()), Served(store), gate)))


@pytest.fixture
def client(stranger: Client, gate: Invitations) -> Client:
    """A browser that followed one."""
    assert stranger.get(gate.invite("/b/shore"), base_url=HOME).status_code == 303
    return stranger


@pytest.fixture
def key(desk: OpenDesk) -> str:
    """A draft that waits."""
    return f"shore/{next(key for key, state in desk.states().items() if state == 'passed')}"


def get(client: Client, path: str, **headers: str) -> TestResponse:
    return client.get(path, base_url=HOME, headers=headers)


def token_of(client: Client) -> str:
    found = re.search(r'data-token="([0-9a-f]{64})"', get(client, "/b/shore").get_data(as_text=True))
    assert found
    return found[1]


def post(client: Client, key: str, **headers: str) -> TestResponse:
    order = {"verb": "accept", "drafts": [{"draft": key, "state": "passed"}]}
    return client.post("/decide", base_url=HOME, json=order, headers=headers)


def test_a_link_lets_one_browser_in_once(stranger: Client, gate: Invitations) -> None:
    link = gate.invite("/b/shore")
    entered = get(stranger, link)
    assert (entered.status_code, entered.headers["Location"]) == (303, "/b/shore")
    cookie = entered.headers["Set-Cookie"]
    assert cookie.startswith(f"proofpress-{PORT}=")
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert get(stranger, "/b/shore").status_code == 200
    again = get(stranger, link)
    assert again.status_code == 401
    assert "was used already" in again.get_data(as_text=True)


@pytest.mark.parametrize(
    "path",
    ["/", "/b/shore", "/b/shore/frames.json", "/b/shore/live", "/d/shore/fox/0001", "/thumb/shore/fox/0001",
     "/full/shore/fox/0001", "/enter", "/enter?token=guessed", "/nowhere"],
)  # fmt: skip
def test_strangers_see_nothing(stranger: Client, path: str) -> None:
    assert get(stranger, path).status_code == 401


@pytest.mark.parametrize("host", ["evil.example", "evil.example:4321", "127.0.0.1:9", "localhost"])
def test_another_name_for_this_machine_is_refused(client: Client, host: str) -> None:
    refused = client.get("/b/shore", base_url=f"http://{host}")
    assert refused.status_code == 421


def test_every_answer_forbids_strange_content(client: Client, stranger: Client, key: str) -> None:
    for path in ("/b/shore", f"/d/{key}", f"/full/{key}", "/nowhere", "/b/shore/frames.json"):
        answer = get(client, path)
        policy = answer.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';")
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "http" not in get(stranger, "/static/x/desk.css").get_data(as_text=True)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 403),
        ({"X-Proofpress-Token": "0" * 64}, 403),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
    ],
)
def test_an_order_that_no_page_of_ours_sent_is_refused(
    client: Client, desk: OpenDesk, key: str, headers: dict[str, str], status: int
) -> None:
    token = {} if not headers or "X-Proofpress-Token" in headers else {"X-Proofpress-Token": token_of(client)}
    assert post(client, key, **token, **headers).status_code == status
    assert desk.states()[key.removeprefix("shore/")] == "passed"


def test_an_order_of_our_own_page_is_carried_out(client: Client, desk: OpenDesk, key: str) -> None:
    done = post(
        client, key, **{"X-Proofpress-Token": token_of(client), "Origin": HOME, "Sec-Fetch-Site": "same-origin"}
    )
    assert done.status_code == 200
    assert done.json is not None
    assert done.json["outcomes"] == [{"draft": key, "done": True, "words": "", "kind": "", "child": ""}]
    assert desk.states()[key.removeprefix("shore/")] == "accepted"


@pytest.mark.parametrize(
    "body",
    [
        b"no json",
        b'{"verb": "burn", "drafts": [{"draft": "shore/fox/0001"}]}',
        b'{"verb": "accept", "drafts": []}',
        b'{"verb": "rate", "stars": 9, "drafts": [{"draft": "shore/fox/0001"}]}',
        b'{"verb": "accept", "drafts": [{"draft": "shore/fox/0001"}, {"draft": "other/fox/0001"}]}',
    ],
)
def test_what_is_no_order_is_refused_in_words(client: Client, body: bytes) -> None:
    headers = {"X-Proofpress-Token": token_of(client)}
    refused = client.post("/decide", base_url=HOME, data=body, content_type="application/json", headers=headers)
    assert refused.status_code == 400
    assert refused.get_data(as_text=True)


@pytest.mark.parametrize("query", ["i\x90em=fox", "item=f\xc3\xb6x", "\xff"])
def test_a_query_that_is_no_ascii_is_refused_before_anything_is_done(
    client: Client, desk: OpenDesk, key: str, query: str
) -> None:
    order = {"verb": "accept", "drafts": [{"draft": key, "state": "passed"}]}
    headers = {"X-Proofpress-Token": token_of(client)}
    raw = {"QUERY_STRING": query}
    assert client.post("/decide", base_url=HOME, json=order, headers=headers, environ_overrides=raw).status_code == 400
    assert client.get("/b/shore", base_url=HOME, environ_overrides=raw).status_code == 400
    assert desk.states()[key.removeprefix("shore/")] == "passed"


def test_one_draft_that_is_refused_does_not_keep_the_others(client: Client, desk: OpenDesk, key: str) -> None:
    order = {"verb": "decline", "drafts": [{"draft": "shore/fox/9999"}, {"draft": key, "state": "passed"}]}
    headers = {"X-Proofpress-Token": token_of(client)}
    done = client.post("/decide", base_url=HOME, json=order, headers=headers)
    assert done.json is not None
    assert [outcome["done"] for outcome in done.json["outcomes"]] == [False, True]
    assert desk.states()[key.removeprefix("shore/")] == "declined"


@pytest.mark.parametrize(
    "path",
    [
        "/full/shore/../../../etc/passwd",
        "/full/shore/fox/..%2f..%2fledger.sqlite",
        "/thumb/%2e%2e/%2e%2e/ledger.sqlite",
        "/full//etc/passwd",
        "/static/../desk/app.py",
        "/static/x/../../app.py",
        "/static/x/pack.html",
    ],
)
def test_no_path_leads_into_the_file_system(client: Client, path: str) -> None:
    answer = get(client, path)
    assert answer.status_code in {301, 308, 404}
    assert b"SQLite" not in answer.data


def test_two_desks_of_one_machine_do_not_take_each_others_cookies(stranger: Client) -> None:
    other = Invitations("kim", PORT + 1)
    entered = get(stranger, other.invite())
    assert entered.status_code == 401
