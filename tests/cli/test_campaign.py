"""Campaigns from the command line, on the simulator."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.runs import Service, run, simulator

ROOT = Path(__file__).parents[2]
BANNERS = ROOT / "examples" / "banner-campaign"
STORE = ROOT / "examples" / "shopify-store"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with simulator(tmp_path_factory.mktemp("simulator"), "perfect") as started:
        yield started


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_price_change_repaints_120_banners_without_a_paid_call(service: Service, tmp_path: Path) -> None:
    campaign, work = str(BANNERS / "campaign.yaml"), ("-w", str(tmp_path), "--json", "--yes")
    made = run(service, "run", campaign, "-e", str(BANNERS / "events/1-new-jacket.json"), *work)
    (product,) = json.loads(made.out)["products"]
    paid = service.payments()
    assert product["banners"] + len(product["faults"]) == 120
    assert product["banners"] > 100
    changed = run(service, "run", campaign, "-e", str(BANNERS / "events/2-price-change.json"), *work)
    (product,) = json.loads(changed.out)["products"]
    assert (product["edition"], product["banners"] + len(product["faults"])) == (2, 120)
    index = json.loads(Path(product["index"]).read_text("utf-8"))
    assert {banner["edition"] for banner in index["banners"]} == {2}
    assert all((tmp_path / "deliveries" / banner["object"]).is_file() for banner in index["banners"])
    assert service.payments() == paid
    assert set(paid.values()) == {1}


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_events_are_sent_now_and_resume_makes_what_follows_from_the_last(service: Service, tmp_path: Path) -> None:
    work = ("-w", str(tmp_path))
    added = run(service, "campaign", "add", str(STORE / "campaign.yaml"), *work, "--json")
    assert json.loads(added.out)["campaign"] == "shop-window"
    before = service.count()
    for event in ("1-created", "2-stock", "3-sale", "1-created"):
        assert run(service, "send", str(STORE / f"events/{event}.json"), *work).code == 0
    assert service.count() == before
    resumed = run(service, "resume", *work, "--yes")
    assert resumed.code == 0, resumed.err
    (listed,) = json.loads(run(service, "campaign", "list", *work, "--json").out)
    shown = json.loads(run(service, "campaign", "show", "shop-window", *work, "--json").out)
    (product,) = shown["products"]
    assert (product["banners"], product["faults"], product["waiting"]) == (20, [], 0)
    assert len(listed["batches"]) == 1
    said = json.loads(run(service, "campaign", "test", str(STORE / "events/3-sale.json"), *work, "--json").out)
    assert [each["verdict"] for each in said] == ["copy"]


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_what_was_given_up_is_shown_and_ordered_again_when_somebody_says_so(service: Service, tmp_path: Path) -> None:
    work, file = ("-w", str(tmp_path / "work")), tmp_path / "campaign.yaml"
    text = (STORE / "campaign.yaml").read_text("utf-8")
    file.write_text(
        text.replace("review: {mode: model,", "max_attempts: 1\n  review: {mode: model, threshold: 1,"), "utf-8"
    )
    sold = str(STORE / "events/1-created.json")
    assert run(service, "run", str(file), "-e", sold, *work, "--yes").code == 3
    shown = run(service, "campaign", "show", "shop-window", *work)
    assert shown.out.count("given up: ") == 4
    assert "`proofpress campaign retry shop-window -w" in " ".join(shown.err.split())

    file.write_text(text, "utf-8")
    assert run(service, "campaign", "add", str(file), *work).code == 0
    paid = service.count()
    assert run(service, "resume", *work, "--yes").code in (0, 3)
    assert service.count() == paid
    again = json.loads(run(service, "campaign", "retry", "shop-window", *work, "--json").out)
    ((product, items),) = again["ordered_again"].items()
    assert len(items) == 4
    assert run(service, "resume", *work, "--yes").code in (0, 3)
    (seen,) = json.loads(run(service, "campaign", "show", "shop-window", *work, "--json").out)["products"]
    assert (seen["product"], seen["banners"], seen["given_up"], seen["waiting"]) == (product, 20, [], 0)
    nothing = run(service, "campaign", "retry", "shop-window", *work)
    assert (nothing.code, nothing.out) == (0, "")
    assert "waits for no background" in nothing.err


@pytest.mark.parametrize(
    ("event", "verdict", "ordered"), [("1-created", "pictures", 4), ("4-new-colour-event", "refused", 0)]
)
def test_testing_an_event_says_what_it_would_cause_and_leaves_nothing_behind(
    tmp_path: Path, event: str, verdict: str, ordered: int
) -> None:
    campaign = str(STORE / "campaign.yaml")
    found = run(None, "campaign", "test", str(STORE / f"events/{event}.json"), "-c", campaign, "--json")
    (said,) = json.loads(found.out)
    assert (said["verdict"], said["ordered"]) == (verdict, ordered)
    assert list(tmp_path.iterdir()) == []


def test_the_plan_of_a_campaign_counts_banners_and_backgrounds() -> None:
    said = json.loads(run(None, "plan", str(BANNERS / "campaign.yaml"), "--json").out)
    assert (said["banners"], said["backgrounds"]) == (120, 6)
    assert 0 < said["expected_usd"] <= said["worst_usd"]


def test_a_campaign_is_validated_with_all_its_faults(tmp_path: Path) -> None:
    file = tmp_path / "c.yaml"
    file.write_text((BANNERS / "campaign.yaml").read_text("utf-8").replace("template: hero", "template: heroo"))
    ended = run(None, "validate", str(file), "--json")
    assert ended.code == 2
    (problem,) = json.loads(ended.out)["problems"]
    assert (problem["field"], problem["hint"]) == ("template", "did you mean 'hero'?")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["campaign", "add", str(ROOT / "examples/wallpapers.yaml")], "is no campaign"),
        (["send", str(STORE / "campaign.yaml")], "is a campaign: `proofpress campaign add"),
        (["run", str(ROOT / "examples/wallpapers.yaml"), "-e", "x.json"], "--event is for campaigns"),
        (["campaign", "test", "nothing.json", "-c", str(STORE / "campaign.yaml")], "There is no file nothing.json"),
        (["send", str(STORE / "events/1-created.json"), "-a", "nothing"], "is not NAME=VALUE"),
    ],
)
def test_what_cannot_be_is_refused_with_the_mend(tmp_path: Path, arguments: list[str], words: str) -> None:
    ended = run(None, *arguments, *(["-w", str(tmp_path)] if arguments[0] != "run" else ["--workspace", str(tmp_path)]))
    assert ended.code == 2
    assert words in " ".join(ended.err.split())


def test_sending_a_manifest_submits_it(tmp_path: Path) -> None:
    manifest = tmp_path / "one.json"
    manifest.write_text('{"defaults": {"review": "none"}, "items": ["a lighthouse"]}')
    assert run(None, "send", str(manifest), "-w", str(tmp_path / "work"), "--json").code == 0
    (status,) = json.loads(run(None, "status", "-w", str(tmp_path / "work"), "--json").out)
    assert status["batch"] == "one"


def test_files_in_the_inbox_are_heard_once_and_those_of_nobody_are_left_there(tmp_path: Path) -> None:
    work = ("-w", str(tmp_path))
    assert run(None, "campaign", "add", str(STORE / "campaign.yaml"), *work).code == 0
    events = tmp_path / "inbox" / "events"
    events.mkdir(parents=True)
    (events / "stock.json").write_text('{"scope": "store/product/inventory/updated", "producer": "stores/x"}')
    (events / "odd.json").write_text('{"hello": "world"}')
    resumed = run(None, "resume", *work, "--yes")
    assert resumed.code == 2
    assert "inbox/events/odd.json: this event is of no sender that is known here" in " ".join(resumed.err.split())
    assert [path.name for path in events.iterdir()] == ["odd.json"]
    assert [path.name for path in (tmp_path / "inbox" / "events-heard").iterdir()] == ["stock.json"]


def test_with_a_key_nothing_is_spent_before_somebody_agrees(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEMINI_API_KEY", "a-key")
    event, work = str(STORE / "events/1-created.json"), tmp_path / "work"
    ended = run(None, "run", str(STORE / "campaign.yaml"), "-e", event, "-w", str(work))
    assert ended.code == 2
    assert "on shop-window in all never more than $25.00" in " ".join(ended.err.split())
    assert "Nobody is there to answer: pass --yes" in " ".join(ended.err.split())
    assert not work.exists()
