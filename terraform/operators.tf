# People and programs outside: those who use the command line, and those who only send requests.

locals {
  operator_reads    = { for pair in setproduct(var.operators, keys(local.buckets)) : "${pair[0]} ${pair[1]}" => { member = pair[0], bucket = pair[1] } }
  operator_sights   = { for pair in setproduct(var.operators, local.sights) : "${pair[0]} ${pair[1]}" => { member = pair[0], role = pair[1] } }
  operator_messages = { for pair in setproduct(var.operators, local.topics) : "${pair[0]} ${pair[1]}" => { member = pair[0], topic = pair[1] } }

  # What `proofpress doctor --on cloud` looks at, and may not change.
  sights = toset([
    "roles/browser",
    "roles/cloudfunctions.viewer",
    "roles/cloudscheduler.viewer",
    "roles/pubsub.viewer",
    "roles/run.viewer",
    "roles/serviceusage.serviceUsageConsumer",
  ])
}

resource "google_project_iam_member" "operator_sees" {
  for_each = local.operator_sights

  project = var.project
  role    = each.value.role
  member  = each.value.member
}

resource "google_storage_bucket_iam_member" "operator_sees" {
  for_each = local.operator_reads

  bucket = google_storage_bucket.this[each.value.bucket].name
  role   = "roles/storage.legacyBucketReader"
  member = each.value.member
}

resource "google_secret_manager_secret_iam_member" "operator_sees" {
  for_each = var.vertex_ai ? toset([]) : var.operators

  secret_id = google_secret_manager_secret.gemini_api_key[0].id
  role      = "roles/secretmanager.viewer"
  member    = each.value
  project   = var.project
}

resource "google_storage_bucket_iam_member" "operator_reads" {
  for_each = local.operator_reads

  bucket = google_storage_bucket.this[each.value.bucket].name
  role   = "roles/storage.objectViewer"
  member = each.value.member
}

# A manifest that intake refused is taken out again, so that the corrected one can have its name.
resource "google_storage_bucket_iam_member" "operator_submits" {
  for_each = var.operators

  bucket = google_storage_bucket.this["inbox"].name
  role   = "roles/storage.objectUser"
  member = each.value
}

# `proofpress review --on cloud` keeps the thumbnails that it makes.
resource "google_storage_bucket_iam_member" "operator_thumbs" {
  for_each = var.operators

  bucket = google_storage_bucket.this["thumbs"].name
  role   = "roles/storage.objectCreator"
  member = each.value
}

# Decisions and replays are sent to the stage that they concern, whichever that is.
resource "google_pubsub_topic_iam_member" "operator_messages" {
  for_each = local.operator_messages

  topic   = google_pubsub_topic.this[each.value.topic].id
  role    = "roles/pubsub.publisher"
  member  = each.value.member
  project = var.project
}

resource "google_project_iam_member" "operator_ledger" {
  for_each = var.operators

  project = var.project
  role    = "roles/datastore.user"
  member  = each.value

  condition {
    title      = "the ledger of ${var.prefix} only"
    expression = "resource.name == \"projects/${var.project}/databases/${google_firestore_database.ledger.name}\""
  }
}

resource "google_pubsub_topic_iam_member" "requester" {
  for_each = var.requesters

  topic   = google_pubsub_topic.this["requests"].id
  role    = "roles/pubsub.publisher"
  member  = each.value
  project = var.project
}
