"""Campaigns: the newest event stands, a burst is paid once, and dollars are promised once."""

from tools.mutants.catalogue.suites import BANNER_CRASHES, BANNER_RACES, BANNERS, GIVEN_UP, WATCHED
from tools.mutants.mutant import Mutant

MUTANTS = (
    Mutant(
        "an older event overwrites a newer one",
        "stages/campaigns/hearing.py",
        " or news.rank.is_before(known.rank)",
        "",
        (f"{BANNERS}::test_copies_are_dropped_and_an_older_event_overwrites_nothing", BANNERS),
    ),
    Mutant(
        "a copy of an event is heard again",
        "stages/campaigns/hearing.py",
        "return bool(set(news.dedup) & set(known.seen)) or",
        "return",
        (f"{BANNER_RACES}::test_a_copy_of_an_event_that_nobody_can_date_overwrites_nothing",),
    ),
    Mutant(
        "every event of a burst has its pictures",
        "stages/campaigns/arranging.py",
        "    if ports.clock.now() < product.changed + ports.policy.quiet:\n"
        '        raise NotReady(f"{product.key} changed a moment ago")\n',
        "",
        (f"{BANNER_RACES}::test_a_product_that_changed_a_moment_ago_is_left_alone_for_a_while",),
    ),
    Mutant(
        "of two events that are heard at once one is lost",
        "stages/campaigns/hearing.py",
        "        if ports.ledger.commit(Replace(noted) if current else Create(noted)):\n            break",
        "        ports.ledger.commit(Replace(noted) if current else Create(noted))\n        break",
        (f"{BANNER_RACES}::test_of_two_events_that_are_heard_at_once_the_newest_stands", BANNER_RACES),
    ),
    Mutant(
        "a product is asked for before what it was told is committed",
        "stages/campaigns/hearing.py",
        "        if ports.ledger.commit(Replace(noted) if current else Create(noted)):",
        "        ports.bus.publish(Topic.BANNERS, ProductUpdated(product=noted.key, edition=noted.edition))\n"
        "        if ports.ledger.commit(Replace(noted) if current else Create(noted)):",
        (f"{WATCHED}::test_in_a_campaign", WATCHED),
    ),
    Mutant(
        "a campaign's dollars are promised twice",
        "stages/campaigns/ordering.py",
        "*claims, Replace(promised)):",
        "*claims):",
        (f"{BANNERS}::test_what_events_may_cost_is_promised_beforehand_and_never_passed", BANNERS),
    ),
    Mutant(
        "a background is ordered by everybody who needs it",
        "stages/campaigns/ordering.py",
        "        if before is None or (before.item in product.retried and gave_up(ports.ledger, before)):",
        "        if True:",
        (f"{BANNERS}::test_yesterdays_backgrounds_are_found_again", BANNERS),
    ),
    Mutant(
        "a background that was given up is ordered again by every event",
        "stages/campaigns/ordering.py",
        "        if before is None or (before.item in product.retried and gave_up(ports.ledger, before)):",
        "        if before is None or gave_up(ports.ledger, before):",
        (f"{GIVEN_UP}::test_no_event_orders_again_what_was_given_up", GIVEN_UP),
    ),
    Mutant(
        "a background that is ordered again is drawn from the same seeds",
        "stages/campaigns/ordering.py",
        'promise.quantize(Decimal("0.000001"), ROUND_DOWN), seeds)',
        'promise.quantize(Decimal("0.000001"), ROUND_DOWN))',
        (f"{GIVEN_UP}::test_a_retry_orders_them_again_with_other_seeds", GIVEN_UP),
    ),
    Mutant(
        "a batch that fell short gives back the dollars of finals that a person may still order",
        "stages/campaigns/promises.py",
        "        if missing > 0:",
        "        if missing > 10**6:",
        (f"{GIVEN_UP}::test_a_batch_that_fell_short_keeps_what_a_final_costs", GIVEN_UP),
    ),
    Mutant(
        "a cap on one event does not hold it",
        "stages/campaigns/ordering.py",
        "for cap in (spec.max_usd_per_event, campaign.room) if cap",
        "for cap in (campaign.room,) if cap",
        (f"{BANNERS}::test_a_cap_on_one_event_holds_that_event", BANNERS),
    ),
    Mutant(
        "what a batch gave back can be spent by a late decision",
        "stages/campaigns/promises.py",
        "    receipt = ports.ledger.commit(Replace(after), *map(Replace, capped))",
        "    receipt = ports.ledger.commit(Replace(after))",
        (f"{BANNER_RACES}::test_what_a_batch_gave_back_to_its_campaign_no_late_decision_can_spend", BANNER_RACES),
    ),
    Mutant(
        "banners are noted as told before the bus has them",
        "stages/campaigns/telling.py",
        "    ports.bus.flush()\n    ports.ledger.commit(Replace(product.having(untold=False)))",
        "    ports.ledger.commit(Replace(product.having(untold=False)))\n    ports.bus.flush()",
        (f"{WATCHED}::test_in_a_campaign", BANNER_CRASHES),
    ),
    Mutant(
        "a keeper does not tell its background",
        "stages/campaigns/waking.py",
        "    return (Replace(background.having(images=images, lineage=lineage)),)",
        "    return ()",
        (f"{BANNERS}::test_an_event_becomes_all_banners_over_few_backgrounds", BANNERS),
    ),
    Mutant(
        "banners are listed before all that changed is composed",
        "stages/campaigns/indexing.py",
        "    if ports.ledger.count(queries.sets_due(product_key).up_to(1)):\n        return\n",
        "",
        (f"{BANNER_RACES}::test_at_no_moment_does_an_index_mix_what_was_with_what_is",),
    ),
)
