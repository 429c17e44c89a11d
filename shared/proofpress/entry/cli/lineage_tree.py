"""A lineage as people read it."""

from collections.abc import Iterable

from rich.text import Text
from rich.tree import Tree

from proofpress.domain.instructions import Instruction
from proofpress.domain.money import dollars
from proofpress.domain.records import StoredImage
from proofpress.domain.spec import ReviewMode
from proofpress.entry.lineage import Call, FinalCall, Lineage

_NOT_SHOWN = ("hash", "signature")
"""Figures for machines."""


def tree_of(lineage: Lineage) -> Tree:
    """The tree of one attempt, from its manifest to its deliveries."""
    keeper = f", keeper {lineage.keeper} of {lineage.item.want}" if lineage.keeper else ""
    tree = Tree(Text(f"{lineage.attempt}: {lineage.state}{keeper}, {dollars(lineage.usd)}", style="bold"))
    origin = lineage.origin
    _branch(
        tree,
        "asked for by",
        f"batch {origin.batch} of {origin.created:%Y-%m-%d %H:%M} UTC",
        f"manifest inbox/{origin.manifest}" if origin.manifest else "manifest in a message",
        f"fingerprint {origin.fingerprint}",
    )
    _branch(tree, f"item {lineage.item.id}", *_item(lineage))
    _branch(tree, f"draft of wave {lineage.wave}", *_family(lineage), *_call(lineage.draft))
    _branch(tree, "screen", *_screen(lineage))
    _branch(tree, f"review: {lineage.item.review.mode}", *_review(lineage))
    for final in lineage.finals:
        _branch(tree, f"final, try {final.render}: {final.state}", *_call(final), *_final(final))
    return tree


def _branch(tree: Tree, title: str, *lines: str) -> None:
    branch = tree.add(Text(title, style="bold"))
    for line in lines:
        branch.add(Text(line))


def _item(lineage: Lineage) -> Iterable[str]:
    item = lineage.item
    yield f"prompt: {item.prompt}"
    yield from (f"{name} = {value}" for name, value in item.variables.items())
    yield from (f"reference {ref.path}, sha256 {ref.sha256}" for ref in item.references)
    yield f"{item.aspect_ratio}, {item.image_size}; route {lineage.route}: {lineage.why}"


def _family(lineage: Lineage) -> Iterable[str]:
    if lineage.replaces:
        yield f"stands in for {lineage.replaces}, which failed"
    if lineage.parent:
        yield f"edits {lineage.parent}: {lineage.edit}"
    if lineage.descendants:
        yield f"followed by {', '.join(lineage.descendants)}"


def _call(call: Call) -> Iterable[str]:
    if call.instruction:
        yield from _instruction(call.instruction)
    if call.failure:
        yield f"failed: {call.failure}: {call.words}"
    if call.image:
        yield f"{_picture(call.image)}, in {call.seconds:.1f} s"
    for bill in call.bills:
        usage = f"{bill.usage.text_in} in, {bill.usage.text_out} text and {bill.usage.image_out} image tokens out"
        yield f"{dollars(bill.usd)} for {bill.stage} by {bill.model} ({usage})"
    if call.perhaps_usd:
        yield f"up to {dollars(call.perhaps_usd)} more, for calls that were not answered"


def _instruction(instruction: Instruction) -> Iterable[str]:
    what = f"{instruction.aspect_ratio}, {instruction.image_size}, seed {instruction.seed}, lane {instruction.lane}"
    yield f"{instruction.purpose} by {instruction.model}: {what}"
    yield f"sent: {instruction.prompt}"
    yield from (f"with {image.bucket}/{image.name}, sha256 {image.sha256}" for image in instruction.images)


def _picture(image: StoredImage) -> str:
    return f"{image.bucket}/{image.name}, {image.width} x {image.height}, {image.size} bytes, sha256 {image.sha256}"


def _screen(lineage: Lineage) -> Iterable[str]:
    screen = lineage.screen
    if screen.reasons:
        yield f"screened out: {', '.join(screen.reasons)}"
    if screen.duplicate_of:
        yield f"the same as {screen.duplicate_of}"
    if screen.warnings:
        yield f"warnings: {', '.join(screen.warnings)}"
    if shown := [f"{name} {_plain(value)}" for name, value in screen.figures.items() if name not in _NOT_SHOWN]:
        yield ", ".join(shown)


def _plain(figure: float | str) -> str:
    return f"{figure:.10g}" if isinstance(figure, float) else str(figure)


def _review(lineage: Lineage) -> Iterable[str]:
    asked, review = lineage.item.review, lineage.review
    if asked.mode is ReviewMode.MODEL:
        yield f"{asked.tier}, threshold {asked.threshold:g}; rubric: {asked.rubric or 'none'}"
    if review.score is not None:
        yield f"score {review.score:.2f}"
    yield from review.comments
    if review.decided_by:
        yield f"decided by {review.decided_by}"


def _final(final: FinalCall) -> Iterable[str]:
    if likeness := final.likeness:
        yield f"likeness {likeness.band}: {likeness.hash_distance} of 256 bits differ, mood {likeness.mood:g}"
    yield from (f"delivered as {_picture(image)}" for image in final.deliveries)
