# Every arrow of the flow, as proofpress/entry/cloud/topology.py has it; a test compares them. Times are seconds.
# The ack deadline is also how long a push waits, so it is longer than a function may run.
locals {
  pushes = {
    intake-inbox    = { topic = "inbox", function = "intake", ack_deadline = 600, min_backoff = 10, max_backoff = 600, max_deliveries = 20 }
    intake-requests = { topic = "requests", function = "intake", ack_deadline = 600, min_backoff = 10, max_backoff = 600, max_deliveries = 20 }
    draft-drafts    = { topic = "drafts", function = "draft", ack_deadline = 600, min_backoff = 10, max_backoff = 600, max_deliveries = 100 }
    screen-drafted  = { topic = "drafted", function = "screen", ack_deadline = 600, min_backoff = 10, max_backoff = 600, max_deliveries = 20 }
    review-reviews  = { topic = "reviews", function = "review", ack_deadline = 600, min_backoff = 10, max_backoff = 600, max_deliveries = 100 }
    render-accepts  = { topic = "accepts", function = "render", ack_deadline = 600, min_backoff = 10, max_backoff = 600, max_deliveries = 100 }
    job-jobs        = { topic = "jobs", function = "job", ack_deadline = 600, min_backoff = 10, max_backoff = 600, max_deliveries = 20 }
    deliver-rendered = {
      topic = "rendered", function = "deliver", ack_deadline = 600, min_backoff = 10, max_backoff = 600, max_deliveries = 20
    }
    compose-banners = { topic = "banners", function = "compose", ack_deadline = 600, min_backoff = 10, max_backoff = 600, max_deliveries = 20 }
  }

  pubsub_agent = "serviceAccount:service-${local.project_number}@gcp-sa-pubsub.iam.gserviceaccount.com"
}

resource "google_pubsub_subscription" "push" {
  for_each = local.pushes

  name                       = "${var.prefix}-${each.key}"
  topic                      = google_pubsub_topic.this[each.value.topic].id
  ack_deadline_seconds       = each.value.ack_deadline
  message_retention_duration = "${7 * 86400}s"

  push_config {
    push_endpoint = google_cloudfunctions2_function.this[each.value.function].service_config[0].uri
    oidc_token {
      service_account_email = google_service_account.push.email
      audience              = google_cloudfunctions2_function.this[each.value.function].service_config[0].uri
    }
  }

  retry_policy {
    minimum_backoff = "${each.value.min_backoff}s"
    maximum_backoff = "${each.value.max_backoff}s"
  }

  dead_letter_policy {
    dead_letter_topic     = google_pubsub_topic.dead_letters.id
    max_delivery_attempts = each.value.max_deliveries
  }

  expiration_policy {
    ttl = ""
  }

  depends_on = [google_cloud_run_v2_service_iam_member.push]
}

# Recorded in the ledger by `sweep`, where people find and replay them. Kept here until that has worked.
resource "google_pubsub_subscription" "dead_letters" {
  name                       = "${var.prefix}-dead-letters"
  topic                      = google_pubsub_topic.dead_letters.id
  ack_deadline_seconds       = 600
  message_retention_duration = "${31 * 86400}s"

  push_config {
    push_endpoint = google_cloudfunctions2_function.this["sweep"].service_config[0].uri
    oidc_token {
      service_account_email = google_service_account.push.email
      audience              = google_cloudfunctions2_function.this["sweep"].service_config[0].uri
    }
  }

  retry_policy {
    minimum_backoff = "10s"
    maximum_backoff = "600s"
  }

  expiration_policy {
    ttl = ""
  }

  depends_on = [google_cloud_run_v2_service_iam_member.push]
}

# Pub/Sub moves a message to the dead letters as its own agent, and takes it from its subscription.
resource "google_pubsub_topic_iam_member" "dead_letters" {
  topic   = google_pubsub_topic.dead_letters.id
  role    = "roles/pubsub.publisher"
  member  = local.pubsub_agent
  project = var.project
}

resource "google_pubsub_subscription_iam_member" "dead_letters" {
  for_each = local.pushes

  subscription = google_pubsub_subscription.push[each.key].name
  role         = "roles/pubsub.subscriber"
  member       = local.pubsub_agent
  project      = var.project
}
