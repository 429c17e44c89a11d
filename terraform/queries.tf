# What the dashboard shows and alerts watch, in PromQL. %s is the span of time.

locals {
  deliveries    = "logging_googleapis_com:user_${google_logging_metric.deliveries.name}"
  dollars       = "logging_googleapis_com:user_${google_logging_metric.dollars.name}_sum"
  subscriptions = "monitored_resource=\"pubsub_subscription\",subscription_id=~\"${var.prefix}-.*\""
  revisions     = "monitored_resource=\"cloud_run_revision\",service_name=~\"${var.prefix}-.*\""

  done = "sum(increase(${local.deliveries}{monitored_resource=\"cloud_run_revision\",function=\"%s\",outcome=\"done\"}[%s]))"

  queries = {
    dollars      = "sum(increase(${local.dollars}{monitored_resource=\"cloud_run_revision\"}[%s]))"
    given_up     = "sum by (subscription_id) (increase(pubsub_googleapis_com:subscription_dead_letter_message_count{${local.subscriptions}}[%s]))"
    dropped      = "sum by (function) (increase(${local.deliveries}{monitored_resource=\"cloud_run_revision\",outcome=\"dropped\"}[%s]))"
    broken       = "sum by (function) (increase(${local.deliveries}{monitored_resource=\"cloud_run_revision\",outcome=~\"stopped|crashed\"}[%s]))"
    outcomes     = "sum by (outcome) (increase(${local.deliveries}{monitored_resource=\"cloud_run_revision\"}[%s]))"
    queue_age    = "max by (subscription_id) (pubsub_googleapis_com:subscription_oldest_unacked_message_age{${local.subscriptions}})"
    queue_length = "max by (subscription_id) (pubsub_googleapis_com:subscription_num_undelivered_messages{${local.subscriptions}})"
    cold_starts  = "sum by (service_name) (increase(run_googleapis_com:container_startup_latencies_count{${local.revisions}}[%s]))"
  }
}
