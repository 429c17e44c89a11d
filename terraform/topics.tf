locals {
  topics = toset(["accepts", "banners", "drafted", "drafts", "inbox", "jobs", "outcomes", "rendered", "requests", "reviews"])
}

resource "google_pubsub_topic" "this" {
  #checkov:skip=CKV_GCP_83:Messages hold names and prompts; Google encrypts them with keys of its own
  for_each = local.topics

  name = "${var.prefix}-${each.key}"

  # A new subscription can go back so far, to the outcomes of a week for instance.
  message_retention_duration = "${7 * 86400}s"

  message_storage_policy {
    allowed_persistence_regions = [var.region]
  }

  depends_on = [google_project_service.this]
}

resource "google_pubsub_topic" "dead_letters" {
  #checkov:skip=CKV_GCP_83:As above
  name                       = "${var.prefix}-dead-letters"
  message_retention_duration = "${31 * 86400}s"

  message_storage_policy {
    allowed_persistence_regions = [var.region]
  }

  depends_on = [google_project_service.this]
}
