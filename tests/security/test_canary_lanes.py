"""No secret is told where the batch lane, campaigns and the desk work, though everybody says it back."""

import base64
import json
from pathlib import Path

import pytest
from werkzeug.test import Client

from proofpress.adapters.web import PRIVATE
from proofpress.entry.desk.app import Desk
from proofpress.entry.desk.invitation import Invitations
from proofpress.entry.desk.pictures import Served
from proofpress.entry.desk.room import Room
from proofpress.entry.local import open_workspace
from tests.security.echo import echo
from tests.security.test_canary import CANARY, MANIFEST, commands, holders, run
from tests.support.pipeline import catalog
from tests.support.runs import simulator
from tests.support.shops import CAMPAIGN, news

FAST = "accept_rate = 0.6\n[latency]\nmedian = 0.01\n[batches]\nqueued = 0.1\nrunning = 0.1\n"
LANE = MANIFEST.replace("defaults: {", "defaults: {lane: batch, waves: 1, review: none, ")
SHOP_SECRET = "canary-of-a-shop-0123456789"  # noqa: S105 - of nobody
HOOK_SECRET = "whsec_" + base64.b64encode(b"canary-of-a-webhook-0123456789").decode()


def told(folder: Path, secret: str) -> list[str]:
    """Files that hold a secret, or what it stands for."""
    forms = (secret.encode(), secret.removeprefix("whsec_").encode(), b"canary-of")
    return [
        str(path) for path in folder.rglob("*") if path.is_file() and any(each in path.read_bytes() for each in forms)
    ]


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("status", [200, 400, 403, 500])
def test_the_batch_lane_does_not_tell_a_key_that_the_service_says_back(tmp_path: Path, status: int) -> None:
    (tmp_path / "canary.yaml").write_text(LANE)
    first, *others = commands(tmp_path / "work")
    with echo(status) as url:
        printed = [run(url, tmp_path, *first, "--detach"), run(url, tmp_path, "resume", *first[3:], "--detach")]
        printed += [run(url, tmp_path, *command) for command in others[2:7]]
    assert CANARY not in "".join(printed)
    assert holders(tmp_path) == []


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_the_key_is_nowhere_after_a_run_in_the_batch_lane(tmp_path: Path) -> None:
    (tmp_path / "canary.yaml").write_text(LANE)
    with simulator(tmp_path / "simulator", FAST) as service:
        printed = [run(service.url, tmp_path, *command) for command in commands(tmp_path / "work")[:6]]
    assert '"jobs"' in "".join(printed)
    assert CANARY not in "".join(printed)
    assert holders(tmp_path) == []


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_the_desk_shows_no_key_that_the_service_said_back(tmp_path: Path) -> None:
    (tmp_path / "canary.yaml").write_text(MANIFEST)
    with echo(400) as url:
        run(url, tmp_path, *commands(tmp_path / "work")[0])
    with open_workspace(tmp_path / "work") as workspace:
        gate = Invitations("kim", 4321)
        client = Client(Desk(Room(workspace.ports(catalog()), Served(workspace.store), gate)))
        client.get(gate.invite("/b/canary"), base_url="http://127.0.0.1:4321")
        pages = [
            client.get(path, base_url="http://127.0.0.1:4321").get_data(as_text=True)
            for path in ("/b/canary", "/b/canary/frames.json", "/d/canary/snow/0001")
        ]
    assert "may not do this" in "".join(pages)
    assert CANARY not in "".join(pages)


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_secrets_of_a_campaign_are_told_to_whom_they_are_for_and_to_nobody_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = tmp_path / "event.json"
    event.write_text(json.dumps(news(fields={}) | {"data": {"product": "jacket"}}))
    monkeypatch.setenv("SHOP_TOKEN", SHOP_SECRET)
    monkeypatch.setenv("SHOP_HOOK", HOOK_SECRET)
    with echo(400) as url:
        place = url.removeprefix("http://")
        monkeypatch.setenv(PRIVATE, place)
        shop = f"lookup: {{url: '{url}/p/{{{{ product }}}}', headers: {{x-goog-api-key: SHOP_TOKEN}}}}\n"
        (tmp_path / "campaign.yaml").write_text(
            CAMPAIGN + shop + f"webhook: {{url: '{url}/hook', secret: SHOP_HOOK}}\n"
        )
        there = ("--workspace", str(tmp_path / "work"), "--json")
        printed = [
            run(url, tmp_path, "run", "campaign.yaml", "--event", "event.json", "--yes", *there),
            run(url, tmp_path, "campaign", "show", "autumn", *there),
            run(url, tmp_path, "deadletters", "list", *there),
        ]
    assert "400" in "".join(printed)
    for secret in (SHOP_SECRET, HOOK_SECRET, CANARY):
        assert secret not in "".join(printed)
        assert told(tmp_path, secret) == []
    assert holders(tmp_path) == []
