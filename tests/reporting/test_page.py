import re
from decimal import Decimal

import pytest

from proofpress.domain.errors import FailureClass
from proofpress.domain.records import Record
from proofpress.domain.spec import Route
from proofpress.domain.states import AttemptState, BatchState, FinalState, StopReason
from proofpress.ports import Ledger
from proofpress.reporting.build import SHEET_LIMIT, build
from proofpress.reporting.model import ObjectReport
from proofpress.reporting.page import page
from tests.reporting.markup import Markup
from tests.reporting.records import BATCH, attempt, batch, catalog, final, item, mixed_batch, save, stopped

HOSTILE = "\"'><script>alert(1)</script><img src=https://evil.example/x onerror=alert(1)>{{ 7*7 }}"


def thumbnail(image: ObjectReport, box: int) -> str | None:
    return f"data:image/webp;base64,{image.bucket}{box}"


def rendered(ledger: Ledger, *records: Record) -> Markup:
    save(ledger, *records)
    return Markup(page(build(ledger, BATCH, catalog()), thumbnail))


def as_words(markup: Markup) -> str:
    return " ".join(markup.text.split())


def test_money_stands_on_top(ledger: Ledger) -> None:
    words = as_words(rendered(ledger, *mixed_batch()))
    assert "a keeper $0.3627 spent $0.3627 keepers 1 of 3 accepted 50% 15% to 85%" in words
    assert words.index("final model alone") < words.index("Contact sheet")
    assert "Perhaps $0.02 more" in words
    assert "At most $0.12 more" in words


def test_the_page_asks_nothing_of_the_network_and_runs_no_script(ledger: Ledger) -> None:
    save(ledger, *mixed_batch())
    text = page(build(ledger, BATCH, catalog()), thumbnail)
    markup = Markup(text)
    assert not {"script", "link", "iframe", "object", "base"} & {tag for tag, _ in markup.tags}
    assert all(source.startswith("data:image/webp;") for source in markup.values("src"))
    assert all(re.match(r"#|(drafts|finals|deliveries)/", link) for link in markup.values("href"))
    assert not re.search(r"@import|url\(|https?://", text)


def test_the_page_forbids_the_browser_to_load_anything(ledger: Ledger) -> None:
    policies = [tag["content"] for tag in rendered(ledger, batch(), item()).named("meta") if "http-equiv" in tag]
    assert policies == ["default-src 'none'; img-src data:; style-src 'unsafe-inline'"]


def test_hostile_words_appear_as_text(ledger: Ledger) -> None:
    kept = item(prompt=HOSTILE)
    variables = {HOSTILE: HOSTILE}
    markup = rendered(
        ledger,
        batch(warnings=(HOSTILE,)),
        kept.having(spec=kept.spec.model_copy(update={"variables": variables}), why=HOSTILE),
        attempt(1, AttemptState.DELIVERED, decided_by=HOSTILE, score=1.0),
        final(1, FinalState.DELIVERED),
        attempt(2, AttemptState.DECLINED, comments=(HOSTILE,)),
        attempt(3, AttemptState.FAILED, failure=FailureClass.SAFETY, words=HOSTILE),
        attempt(4, AttemptState.REJECTED, reasons=(HOSTILE,)),
    )
    assert not markup.named("script")
    assert "onerror" not in {name for _, attributes in markup.tags for name in attributes}
    assert not [source for source in markup.values("src") if "evil" in source]
    assert markup.text.count(HOSTILE) >= 6
    assert {HOSTILE, f"safety: {HOSTILE}"} <= set(markup.values("title"))


def test_a_hostile_name_stays_within_its_link_and_its_alternative_text(ledger: Ledger) -> None:
    name = 'x" onclick="alert(1)'
    markup = rendered(ledger, batch(), item(name), attempt(1, AttemptState.APPROVED, of=name))
    assert not markup.values("onclick")
    assert f"{name}, draft 1: spare" in markup.values("alt")
    assert "drafts/autumn/x%22%20onclick%3D%22alert%281%29/0001.jpg" in markup.values("href")


def test_every_picture_has_an_alternative_text_of_item_and_attempt(ledger: Ledger) -> None:
    alternatives = [tag["alt"] for tag in rendered(ledger, *mixed_batch()).named("img")]
    assert alternatives[:2] == ["fox, draft 3", "fox, final of draft 3"]
    assert alternatives[2:] == [
        "fox, draft 1: screened out",
        "fox, draft 3: keeper",
        "fox, draft 4: declined",
        "fox, draft 5: spare",
    ]


def test_keepers_are_embedded_larger_than_other_drafts(ledger: Ledger) -> None:
    sources = rendered(ledger, *mixed_batch()).values("src")
    assert [source.rsplit(",")[-1] for source in sources] == ["drafts320", "finals320", *["drafts160"] * 4]


def test_pictures_link_to_the_files_in_the_work_folder(ledger: Ledger) -> None:
    links = rendered(ledger, *mixed_batch()).values("href")
    assert {f"{bucket}/autumn/fox/0003.jpg" for bucket in ("drafts", "finals", "deliveries")} <= set(links)
    assert "drafts/autumn/fox/0001.jpg" in links


def test_a_keeper_shows_how_like_its_final_is(ledger: Ledger) -> None:
    words = as_words(rendered(ledger, *mixed_batch()))
    assert "look kept" in words
    assert "composition 12 of 256 bits apart; mood 3.0 (luma 1.0, chroma 1.0); rendered 2 times" in words


def test_a_draft_that_is_its_own_final_is_shown_once(ledger: Ledger) -> None:
    carried = final(1, FinalState.DELIVERED, instruction=None, likeness=None)
    markup = rendered(ledger, batch(), item(route=Route.DIRECT), attempt(1, AttemptState.DELIVERED), carried)
    assert [tag["alt"] for tag in markup.named("img")] == ["fox, final of draft 1", "fox, draft 1: keeper"]
    assert "draft, delivered as it is" in markup.text


def test_a_picture_that_is_gone_leaves_its_name(ledger: Ledger) -> None:
    save(ledger, batch(), item(), attempt(1, AttemptState.APPROVED))
    markup = Markup(page(build(ledger, BATCH, catalog()), lambda _image, _box: None))
    assert not markup.named("img")
    assert "fox, draft 1: spare" in markup.text


def test_a_stopped_item_and_the_words_of_a_failure_are_shown(ledger: Ledger) -> None:
    words = as_words(
        rendered(
            ledger,
            batch(),
            stopped(item(), StopReason.FAILED),
            attempt(
                1, AttemptState.FAILED, failure=FailureClass.BAD_REQUEST, words="aspect ratio 7:3 is not supported"
            ),
        )
    )
    assert "Failed. The service refuses its calls for good" in words
    assert "Bad request 1 draft aspect ratio 7:3 is not supported" in words


def test_a_stopped_item_leads_to_its_drafts(ledger: Ledger) -> None:
    declined = attempt(1, AttemptState.DECLINED, decided_by="model")
    markup = rendered(ledger, batch(), stopped(item(), StopReason.BAD_PROMPT), declined)
    assert markup.values("href").count("#item-0") == 2


def test_a_keeper_tells_its_variables_and_prompt(ledger: Ledger) -> None:
    assert "season autumn prompt a fox" in as_words(rendered(ledger, *mixed_batch()))


def test_a_batch_under_way_says_so(ledger: Ledger) -> None:
    assert "autumn 0 of 1 keepers from 0 drafts of 1 item open" in as_words(
        rendered(ledger, batch(state=BatchState.OPEN, closed=None), item())
    )


@pytest.mark.parametrize("state", AttemptState)
def test_an_attempt_of_any_state_can_be_shown(ledger: Ledger, state: AttemptState) -> None:
    frames = [
        tag
        for tag in rendered(ledger, batch(), item(), attempt(1, state)).named("li")
        if tag.get("class", "").startswith("frame")
    ]
    assert len(frames) == (state is not AttemptState.CANCELLED)


def test_a_filter_is_offered_for_each_kind_of_draft_there_is(ledger: Ledger) -> None:
    choices = [tag["id"] for tag in rendered(ledger, *mixed_batch()).named("input")]
    assert choices == [
        "show-all",
        "show-keeper",
        "show-spare",
        "show-declined",
        "show-rejected",
        "show-failed",
        "show-open",
    ]


def test_a_large_batch_embeds_its_keepers_and_links_the_folder_of_the_rest(ledger: Ledger) -> None:
    rejected = [attempt(number, AttemptState.REJECTED, reasons=("dark",)) for number in range(2, SHEET_LIMIT + 2)]
    kept = attempt(1, AttemptState.DELIVERED), final(1, FinalState.DELIVERED)
    markup = rendered(ledger, batch(), item(), *kept, *rejected)
    assert len(markup.named("img")) == 2
    assert "drafts/autumn/fox/" in markup.values("href")
    assert not markup.named("input")


def test_a_saving_is_told_in_words_and_in_the_length_of_its_bar(ledger: Ledger) -> None:
    markup = rendered(ledger, batch(), item(), attempt(1, AttemptState.DELIVERED), final(1, FinalState.DELIVERED))
    widths = [tag["style"] for tag in markup.named("i") if tag.get("style", "").startswith("width")]
    # One draft and one final here: $0.1470; three drafts and a final: $0.2159; the final model alone: $0.1134.
    bars = [Decimal(width.removeprefix("width:").removesuffix("%")) for width in widths[:3]]
    assert [round(bar) for bar in bars] == [68, 100, 53]
    assert "47% more" in markup.text
    assert "23% less" in markup.text


def test_links_within_the_page_lead_somewhere(ledger: Ledger) -> None:
    markup = rendered(ledger, *mixed_batch())
    anchors = {link.removeprefix("#") for link in markup.values("href") if link.startswith("#")}
    assert anchors
    assert anchors <= set(markup.values("id"))
