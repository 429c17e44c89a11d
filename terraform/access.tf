# What each function may touch: what local.functions says, on the one bucket, topic or database, and nothing else.

locals {
  reads     = merge([for name, function in local.functions : { for bucket in function.reads : "${name}-${bucket}" => { function = name, bucket = bucket } }]...)
  writes    = merge([for name, function in local.functions : { for bucket in function.writes : "${name}-${bucket}" => { function = name, bucket = bucket } }]...)
  publishes = merge([for name, function in local.functions : { for topic in function.publishes : "${name}-${topic}" => { function = name, topic = topic } }]...)
}

resource "google_storage_bucket_iam_member" "reads" {
  for_each = local.reads

  bucket = google_storage_bucket.this[each.value.bucket].name
  role   = "roles/storage.objectViewer"
  member = google_service_account.function[each.value.function].member
}

# May create objects, and neither overwrite nor delete any.
resource "google_storage_bucket_iam_member" "writes" {
  for_each = local.writes

  bucket = google_storage_bucket.this[each.value.bucket].name
  role   = "roles/storage.objectCreator"
  member = google_service_account.function[each.value.function].member
}

# Indexes are the only objects that are ever swapped for newer ones. Everything else stays as it was written.
resource "google_storage_bucket_iam_member" "swaps_indexes" {
  bucket = google_storage_bucket.this["deliveries"].name
  role   = "roles/storage.objectUser"
  member = google_service_account.function["compose"].member

  condition {
    title      = "indexes only"
    expression = "resource.name.endsWith(\"/index.json\")"
  }
}

resource "google_pubsub_topic_iam_member" "publishes" {
  for_each = local.publishes

  topic   = google_pubsub_topic.this[each.value.topic].id
  role    = "roles/pubsub.publisher"
  member  = google_service_account.function[each.value.function].member
  project = var.project
}

# The function that strangers reach from the internet reads the ledger, and changes nothing in it.
resource "google_project_iam_member" "ledger" {
  for_each = local.functions

  project = var.project
  role    = each.key == "webhook" ? "roles/datastore.viewer" : "roles/datastore.user"
  member  = google_service_account.function[each.key].member

  condition {
    title      = "the ledger only"
    expression = "resource.name == \"projects/${var.project}/databases/${google_firestore_database.ledger.name}\""
  }
}

resource "google_project_iam_member" "vertex_ai" {
  for_each = var.vertex_ai ? local.callers : toset([])

  project = var.project
  role    = "roles/aiplatform.user"
  member  = google_service_account.function[each.key].member
}

resource "google_secret_manager_secret_iam_member" "caller" {
  for_each = var.vertex_ai ? toset([]) : local.callers

  secret_id = google_secret_manager_secret.gemini_api_key[0].id
  role      = "roles/secretmanager.secretAccessor"
  member    = google_service_account.function[each.key].member
  project   = var.project
}

# Signing URLs without a key file means to ask IAM for a signature by oneself.
resource "google_service_account_iam_member" "signs" {
  for_each = local.signers

  service_account_id = google_service_account.function[each.key].name
  role               = "roles/iam.serviceAccountTokenCreator"
  member             = google_service_account.function[each.key].member
}

# Keys of webhooks and of shops' own APIs, for the functions that ask them.
resource "google_secret_manager_secret_iam_member" "campaigns" {
  for_each = merge([for name in local.askers : { for secret in values(var.campaign_secrets) : "${name}-${secret}" => { function = name, secret = secret } }]...)

  secret_id = each.value.secret
  role      = "roles/secretmanager.secretAccessor"
  member    = google_service_account.function[each.value.function].member
  project   = var.project
}
