# Days that objects are kept, null for ever; and the topic that a bucket announces its new objects on.
locals {
  buckets = {
    inbox      = { days = null, announces = "inbox" }
    drafts     = { days = var.draft_days, announces = "drafted" }
    finals     = { days = null, announces = "rendered" }
    deliveries = { days = null, announces = null }
    thumbs     = { days = 90, announces = null }
  }

  notifications = { for bucket, about in local.buckets : bucket => about.announces if about.announces != null }

  # By function, the buckets whose new objects start it.
  triggering_buckets = {
    for name in keys(local.functions) : name => [
      for bucket, topic in local.notifications : bucket
      if anytrue([for push in local.pushes : push.topic == topic && push.function == name])
    ]
  }

  project_number = google_storage_bucket.sources.project_number
}

resource "google_storage_bucket" "this" {
  #checkov:skip=CKV_GCP_62:Access is logged by Cloud Audit Logs where a project wants it; bucket logs would be a second copy
  #checkov:skip=CKV_GCP_78:Objects are never overwritten, every write has a precondition; soft delete brings back what was deleted
  for_each = local.buckets

  name                        = "${var.project}-${var.prefix}-${each.key}"
  location                    = var.region
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"
  force_destroy               = false

  soft_delete_policy {
    retention_duration_seconds = 7 * 86400
  }

  dynamic "lifecycle_rule" {
    for_each = each.value.days == null ? [] : [each.value.days]
    content {
      condition {
        age = lifecycle_rule.value
      }
      action {
        type = "Delete"
      }
    }
  }

  # An upload that broke off is paid for until it is removed.
  lifecycle_rule {
    condition {
      age = 7
    }
    action {
      type = "AbortIncompleteMultipartUpload"
    }
  }

  # Scripts of the desk's pages read pictures; the manifests are not theirs to read.
  dynamic "cors" {
    for_each = each.key == "inbox" ? [] : [local.desk_url]
    content {
      origin          = [cors.value]
      method          = ["GET", "HEAD"]
      response_header = ["Content-Type", "Content-Length"]
      max_age_seconds = 3600
    }
  }

  depends_on = [google_project_service.this]
}

data "google_storage_project_service_account" "this" {}

resource "google_pubsub_topic_iam_member" "storage" {
  for_each = local.notifications

  topic  = google_pubsub_topic.this[each.value].id
  role   = "roles/pubsub.publisher"
  member = data.google_storage_project_service_account.this.member

  project = var.project
}

resource "google_storage_notification" "this" {
  for_each = local.notifications

  bucket         = google_storage_bucket.this[each.key].name
  topic          = google_pubsub_topic.this[each.value].id
  event_types    = ["OBJECT_FINALIZE"]
  payload_format = "JSON_API_V1"

  depends_on = [google_pubsub_topic_iam_member.storage]
}
