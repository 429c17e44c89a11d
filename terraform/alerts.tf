# Each alert says what happened and what to do; docs/runbook.md has the steps.

locals {
  alerts = {
    dead_letters = {
      title    = "Dead letters"
      severity = "ERROR"
      query    = "sum(${format(local.queries.dropped, "10m")}) > 0 or sum(${format(local.queries.given_up, "10m")}) > 0"
      lasts    = "0s"
      advice   = "Work was set aside. `proofpress deadletters list --on cloud` gives the reasons; mend, then `proofpress deadletters replay`."
    }
    broken = {
      title    = "A function cannot work"
      severity = "CRITICAL"
      query    = "sum(${format(local.queries.broken, "10m")}) > 0"
      lasts    = "0s"
      advice   = "The key, a price, a role or the code is at fault, and every message waits for the mend. The log of the function says which: `proofpress doctor --on cloud` names the command that mends it."
    }
    stuck = {
      title    = "Work is stuck"
      severity = "WARNING"
      query    = "${local.queries.queue_age} > 3600"
      lasts    = "600s"
      advice   = "A message has waited for an hour. Rate limits of the model's service do this, and clear by themselves; anything else is in the function's log."
    }
    spend = {
      title    = "Spend above plan"
      severity = "WARNING"
      query    = "${format(local.queries.dollars, local.hour)} > ${var.planned_usd_per_hour}"
      lasts    = "0s"
      advice   = "Model calls cost more than planned_usd_per_hour. No batch passes its own cap; `proofpress status --on cloud` shows which are running, `proofpress cancel` stops one."
    }
    accept_rate = {
      title    = "Low accept rate"
      severity = "WARNING"
      query    = "${format(local.done, "render", "6h")} / ${format(local.done, "draft", "6h")} < 0.05 and ${format(local.done, "draft", "6h")} > 100"
      lasts    = "600s"
      advice   = "Fewer than one draft in twenty is accepted: revisit the prompts. `proofpress report --on cloud` shows why drafts are turned down."
    }
  }
}

resource "google_monitoring_notification_channel" "email" {
  for_each = var.alert_emails

  display_name = "${var.prefix}: ${each.value}"
  type         = "email"
  labels       = { email_address = each.value }
  depends_on   = [google_project_service.this]
}

resource "google_monitoring_alert_policy" "this" {
  for_each = local.alerts

  display_name          = "${var.prefix}: ${each.value.title}"
  combiner              = "OR"
  severity              = each.value.severity
  notification_channels = [for channel in google_monitoring_notification_channel.email : channel.id]

  conditions {
    display_name = each.value.title
    condition_prometheus_query_language {
      query               = each.value.query
      duration            = each.value.lasts
      evaluation_interval = "60s"

      # A metric exists only once something was measured.
      disable_metric_validation = true
    }
  }

  documentation {
    content   = each.value.advice
    mime_type = "text/markdown"
  }

  alert_strategy {
    auto_close = "86400s"
  }
}
