import pytest

from proofpress.domain.spec import ReviewMode
from tests.manifests.loading import assert_problem, loaded, only_problem, problems_of


def test_an_item_may_be_just_a_prompt() -> None:
    assert [item.prompt for item in loaded("items:\n  - a red fox\n  - a blue hare").items] == [
        "a red fox",
        "a blue hare",
    ]


def test_a_manifest_may_be_a_bare_list() -> None:
    batch = loaded("- a red fox\n- {id: hare, prompt: a blue hare}", "My Queue.yaml")
    assert [item.id for item in batch.items] == ["a-red-fox-1", "hare"]
    assert batch.name == "my-queue"


def test_an_item_takes_from_the_defaults_what_it_does_not_say() -> None:
    batch = loaded("defaults: {prompt: a fox, want: 3, waves: 2}\nitems: [{id: a}, {id: b, want: 5, waves: null}]")
    assert [(item.prompt, item.want, item.waves) for item in batch.items] == [("a fox", 3, 2), ("a fox", 5, 2)]


def test_a_review_is_merged_key_by_key() -> None:
    batch = loaded("defaults: {review: {rubric: sharp, threshold: 0.8}}\nitems: [{prompt: p, review: hand}]")
    review = batch.items[0].review
    assert (review.mode, review.rubric, review.threshold) == (ReviewMode.HAND, "sharp", 0.8)


def test_a_screen_is_merged_key_by_key_over_its_profile() -> None:
    batch = loaded(
        "defaults: {screen: {profile: banner, dark_peak: 40, blur: warn}}\n"
        "items: [p, {prompt: q, screen: photo}, {prompt: r, screen: {blur: null, dark_peak: 50, border: off}}]"
    )
    plain, photo, own = (item.screen.rules() for item in batch.items)
    assert (plain.checks.border, plain.checks.blur, plain.thresholds.dark_peak) == ("warn", "warn", 40)
    assert (photo.checks.border, photo.checks.blur, photo.thresholds.dark_peak) == ("reject", "warn", 40)
    assert (own.checks.border, own.checks.blur, own.thresholds.dark_peak) == ("off", "warn", 50)


def test_other_thresholds_are_another_batch() -> None:
    texts = ["items: [p]", "items: [{prompt: p, screen: wallpaper}]", "items: [{prompt: p, screen: {dark_peak: 64}}]"]
    plain, named, stated = (loaded(text).fingerprint for text in texts)
    assert plain == named
    assert stated != plain


@pytest.mark.parametrize(
    ("text", "line", "field", "message", "hint"),
    [
        ("items:\n- prompt: p\n  wnat: 2", 3, "items[0].wnat", "unknown key", "'want'"),
        ("items:\n- prompt: p\n  qqqq: 2", 3, "items[0].qqqq", "unknown key", "variables:"),
        ("items:\n- {prompt: a fox, in snow}", 2, "items[0].in snow", "unknown key", "comma in quotes"),
        ("items:\n- {prompt: a fox, wnat: }", 2, "items[0].wnat", "unknown key", "'want'"),
        ("defualts: {}\nitems: [p]", 1, "defualts", "unknown key", "'defaults'"),
        ("want: 3\nitems: [p]", 1, "want", "unknown key", "defaults:"),
        ("items:\n- prompt: p\n  max_usd: 3", 3, "items[0].max_usd", "unknown key", "top"),
        ("defaults:\n  aspect_ration: 1:1\nitems: [p]", 2, "defaults.aspect_ration", "unknown key", "'aspect_ratio'"),
        ("items:\n- prompt: p\n  review: {treshold: 1}", 3, "items[0].review.treshold", "unknown key", "'threshold'"),
        ("items:\n- prompt: p\n  screen: {blurr: off}", 3, "items[0].screen.blurr", "unknown key", "'blur'"),
        ("items:\n- prompt: p\n  screen: {blur: offf}", 3, "items[0].screen.blur", "must be 'reject'", "'off'"),
        ("items:\n- prompt: p\n  screen: {dark_peak: 256}", 3, "items[0].screen.dark_peak", "equal to 255", ""),
        ("items:\n- prompt: p\n  screen: {dark_peak: true}", 3, "items[0].screen.dark_peak", "not true", ""),
        ("items:\n- prompt: p\n  screen: wallpapr", 3, "items[0].screen.profile", "must be", "'wallpaper'"),
        ("items:\n- prompt: p\n  want: 0", 3, "items[0].want", "must be greater than or equal to 1, but is 0", ""),
        ("items:\n- prompt: p\n  want: yes please", 3, "items[0].want", "valid integer", ""),
        ("items:\n- prompt: p\n  want: true", 3, "items[0].want", "not true or false", ""),
        ("items:\n- prompt: p\n  waves: 9", 3, "items[0].waves", "less than or equal to 8", ""),
        ("items:\n- prompt: p\n  seed: 2147483648", 3, "items[0].seed", "less than 2147483648", ""),
        ("items:\n- prompt: p\n  accept_rate: 1.0", 3, "items[0].accept_rate", "less than 1", ""),
        ("items:\n- prompt: p\n  aspect_ratio: wide", 3, "items[0].aspect_ratio", "like 16:9, but is 'wide'", ""),
        ("items:\n- prompt: p\n  size: 10", 3, "items[0].size", "1170x2532", ""),
        ("items:\n- prompt: p\n  size: [0, 10]", 3, "items[0].size", "1170x2532", ""),
        ("items:\n- prompt: p\n  image_size: 3K", 3, "items[0].image_size", "must be '512'", ""),
        ("items:\n- prompt: p\n  review: modle", 3, "items[0].review.mode", "must be", "'model'"),
        ("items:\n- prompt: p\n  route: two_teir", 3, "items[0].route", "must be", "'two_tier'"),
        ("items:\n- prompt: [p]", 2, "items[0].prompt", "must be text, but is a list", ""),
        ("items:\n- prompt: p\n  variables: {a b: 1}", 3, "items[0].variables.a b", "cannot name a variable", ""),
        ("items:\n- prompt: p\n  variables: {id: 1}", 3, "items[0].variables.id", "reserve", ""),
        ("items:\n- prompt: p\n  variables: {x: [1]}", 3, "items[0].variables.x", "only a matrix has lists", ""),
        ("items:\n- prompt: p\n- 7", 3, "items[1]", "must be a mapping or a prompt, but is 7", ""),
        ("items:\n- prompt: p\n-", 3, "items[1]", "but is empty", ""),
        ("max_usd: 0\nitems: [p]", 1, "max_usd", "greater than 0", ""),
        ("max_usd: .inf\nitems: [p]", 1, "max_usd", "decimal", ""),
        ("version: 2\nitems: [p]", 1, "version", "must be 1, but is 2", ""),
        ("items:\n- want: 2", 2, "items[0]", "has no prompt", "defaults"),
        ("items:\n- prompt: '  '", 2, "items[0].prompt", "empty", ""),
        ("name: x", 1, "", "has no items", "matrix"),
        ("items: []", 1, "", "has no items", "matrix"),
        ("items: {a: 1}", 1, "items", "must be a list", ""),
        ("just words", 1, "", "must be a mapping", ""),
        ("defaults: 3\nitems: [p]", 1, "defaults", "must be a mapping", ""),
        ("items:\n- prompt: p\n  id: a\n  slug: b", 4, "items[0].slug", "differ", "one of them"),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_line_field_and_mend(text: str, line: int, field: str, message: str, hint: str) -> None:
    assert_problem(only_problem(text), line, field, message, hint)


def test_all_faults_of_a_file_come_at_once_and_in_order() -> None:
    text = """\
max_usd: free
defaults:
  draft: lightt
items:
  - {id: a, promt: x}
  - prompt: "{{ nobody }}"
    want: -1
  - {id: ../b, prompt: y}
"""
    found = [(problem.line, problem.field) for problem in problems_of(text)]
    assert found == [
        (1, "max_usd"),
        (3, "defaults.draft"),
        (5, "items[0].promt"),
        (5, "items[0]"),
        (6, "items[1].prompt"),
        (7, "items[1].want"),
        (8, "items[2].id"),
    ]


def test_a_faulty_prompt_is_not_called_missing_too() -> None:
    assert only_problem("defaults: {prompt: 3}\nitems: [{id: a}, {id: b}]").field == "defaults.prompt"


def test_the_message_of_the_error_holds_fifty_lines_and_counts_the_rest() -> None:
    from proofpress.manifests import InvalidManifest

    with pytest.raises(InvalidManifest) as caught:
        loaded("items:\n" + "- {prompt: p, wnat: 1}\n" * 70)
    lines = str(caught.value).splitlines()
    assert lines[0] == "m.yaml:2: items[0].wnat: unknown key (did you mean 'want'?)"
    assert len(lines) == 51
    assert lines[-1] == "... and 20 more"
    assert len(caught.value.problems) == 70
    assert caught.value.exit_code == 2
