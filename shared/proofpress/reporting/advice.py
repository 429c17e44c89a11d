"""Says what a stop means and what to do about it."""

from proofpress.domain.dislikes import Dislike
from proofpress.domain.money import dollars
from proofpress.domain.records import Item
from proofpress.domain.states import StopReason
from proofpress.reporting.numbers import Numbers

_ADVICE = {
    StopReason.BAD_PROMPT: "Revisit the prompt: it is all but never accepted.",
    StopReason.NOT_WORTH_MORE: (
        "At this accept rate another keeper would cost more than the {limit} it may: mend the prompt, "
        "or raise max_usd_per_keeper."
    ),
    StopReason.WAVES_USED: "All of its waves are used: raise waves, or mend the prompt.",
    StopReason.CAP_REACHED: "Its attempts are used up: raise max_attempts, or mend the prompt.",
    StopReason.BUDGET_REACHED: "The budget has no room for another draft and its final: raise max_usd.",
    StopReason.FINALS_USED: (
        "The finals that its keepers pay for came to nothing: take one that lost the look as it is "
        "(`proofpress accept --as-is`), or ask for it in a new batch."
    ),
    StopReason.FAILED: "The service refuses its calls for good: change what its words below name.",
    StopReason.CANCELLED: "It was cancelled; what was accepted stays.",
}
_ABOUT_DRAFTS = (StopReason.BAD_PROMPT, StopReason.NOT_WORTH_MORE, StopReason.WAVES_USED, StopReason.CAP_REACHED)


def advice_on_item(item: Item, numbers: Numbers) -> str:
    """What to do about a stopped item; empty for any other."""
    if item.stop_reason is None:
        return ""
    words = _ADVICE[item.stop_reason].format(limit=dollars(item.spec.max_usd_per_keeper))
    turned_down = _turned_down(numbers)
    return f"{words} {turned_down}" if item.stop_reason in _ABOUT_DRAFTS and turned_down else words


def advice_on_batch(stopped: dict[StopReason, int], numbers: Numbers) -> tuple[str, ...]:
    """What to do next about a whole batch, most pressing first."""
    said = [_stops(stopped)] if stopped else []
    if stopped.keys() & set(_ABOUT_DRAFTS) and (turned_down := _turned_down(numbers)):
        said.append(turned_down)
    if numbers.waiting:
        said.append(
            f"{_drafts_wait(numbers.waiting)} for a decision: run `proofpress review`, or accept and reject them."
        )
    if numbers.usd.perhaps:
        said.append(
            f"Up to {dollars(numbers.usd.perhaps)} more may have been billed for calls whose answer never came: "
            "the service's own bill decides."
        )
    return tuple(said)


def _turned_down(numbers: Numbers) -> str:
    """The histogram of reasons, in a sentence; empty where nothing was turned down."""
    counts = dict(numbers.rejected_by_reason)
    counts |= {Dislike(name).words: count for name, count in numbers.declined_by_reason.items()}
    if unnamed := numbers.declined - sum(numbers.declined_by_reason.values()):
        counts["declined in review"] = unnamed
    if not counts:
        return ""
    parts = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    listed = ", ".join(f"{name} {count}" for name, count in parts)
    turned_down = numbers.rejected + numbers.declined
    return f"{turned_down} of {numbers.drafts} drafts were turned down: {listed}."


def _stops(stopped: dict[StopReason, int]) -> str:
    total = sum(stopped.values())
    listed = ", ".join(f"{reason.replace('_', ' ')} {count}" for reason, count in stopped.items())
    return f"{total} {'item' if total == 1 else 'items'} stopped short of what was wanted: {listed}."


def _drafts_wait(count: int) -> str:
    return "1 draft waits" if count == 1 else f"{count} drafts wait"
