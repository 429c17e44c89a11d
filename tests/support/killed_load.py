"""What a cloud whose functions are killed has to do, and how soon it goes on where somebody was."""

from tests.support.clouds import UNRULY

LEASE_SECONDS = 20.0
"""Longer than any call here takes, on a busy machine too: a lease that ran out under a living worker is paid twice."""
STALE_SECONDS = 5.0
LISTED_SECONDS = 10.0

LIVE = """
defaults:
  prompt: scene {{ n }} at dusk
  want: 1
  final: standard
  route: two_tier
  max_usd_per_keeper: 2
  max_attempts: 10
  review: {mode: model}
matrix: {n: [1, 2, 3, 4]}
"""
BATCH_LANE = LIVE.replace("  max_attempts", "  lane: batch\n  max_attempts")

CAMPAIGN = """
name: autumn
max_usd: 50
event:
  variables: {title: title, colour: "variants[0].option1", price: "variants[0].price"}
visual: [colour]
segments: {everybody: {}}
locales: {en-GB: {}}
defaults: {prompt: "a {{ colour }} jacket on a chair", review: none, route: cheap, max_attempts: 6}
ratios: ["1:1"]
formats: [iab-300x250]
texts: {headline: "{{ title }}", price: "{{ price | money('GBP') }}"}
text_space: false
"""
PRODUCT = "autumn/jacket"
COLOURS = ("red", "red", "blue")
"""One after the other: every other change is of the price alone."""

PROFILE = f"""
accept_rate = 0.5
{UNRULY}[batches]
queued = 1
running = 2
failures = 0.03
"""
VARIABLES = {
    "PROOFPRESS_LEASE_MINUTES": str(LEASE_SECONDS / 60),
    "PROOFPRESS_STALE_MINUTES": str(STALE_SECONDS / 60),
    "PROOFPRESS_LISTED_MINUTES": str(LISTED_SECONDS / 60),
    "PROOFPRESS_POLL_SECONDS": "2",
    "PROOFPRESS_QUIET_SECONDS": "1",
}
