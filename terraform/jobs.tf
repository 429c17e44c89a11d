# The half-price lane. On Vertex AI its jobs read their lines from a bucket and write their results into it; the Gemini
# API keeps both itself, and may tell of the end of a job by a webhook. docs/batch-lane.md says how to register one.

resource "google_storage_bucket" "jobs" {
  #checkov:skip=CKV_GCP_62:As for the other buckets
  #checkov:skip=CKV_GCP_78:What lies here is made again where it is missing
  count = var.vertex_ai ? 1 : 0

  name                        = "${var.project}-${var.prefix}-jobs"
  location                    = var.region
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"
  force_destroy               = true

  # A job takes two days at most, and is cleared away once it is collected. What is left after this broke off.
  lifecycle_rule {
    condition {
      age = 7
    }
    action {
      type = "Delete"
    }
  }

  depends_on = [google_project_service.this]
}

# `job` writes the lines and clears them away; Vertex AI reads them and writes the results, as its own agent.
resource "google_storage_bucket_iam_member" "jobs" {
  for_each = var.vertex_ai ? {
    job    = google_service_account.function["job"].member
    vertex = "serviceAccount:service-${local.project_number}@gcp-sa-aiplatform.iam.gserviceaccount.com"
  } : {}

  bucket = google_storage_bucket.jobs[0].name
  role   = "roles/storage.objectUser"
  member = each.value
}

resource "google_secret_manager_secret" "webhook_secrets" {
  count = var.webhook ? 1 : 0

  secret_id = "${var.prefix}-webhook-secrets"

  replication {
    user_managed {
      replicas {
        location = var.region
      }
    }
  }

  depends_on = [google_project_service.this]
}

resource "google_secret_manager_secret_version" "webhook_secrets" {
  count = var.webhook ? 1 : 0

  secret                 = google_secret_manager_secret.webhook_secrets[0].id
  secret_data_wo         = var.webhook_secrets
  secret_data_wo_version = tostring(var.webhook_secrets_version)
  deletion_policy        = "DISABLE"

  lifecycle {
    create_before_destroy = true
  }
}

resource "google_secret_manager_secret_iam_member" "webhook" {
  count = var.webhook ? 1 : 0

  secret_id = google_secret_manager_secret.webhook_secrets[0].id
  role      = "roles/secretmanager.secretAccessor"
  member    = google_service_account.function["webhook"].member
  project   = var.project
}

# Google sends no token along with a webhook. What it signs is checked before anything else is done.
resource "google_cloud_run_v2_service_iam_member" "webhook" {
  #checkov:skip=CKV_GCP_102:See above
  count = var.webhook ? 1 : 0

  name     = google_cloudfunctions2_function.this["webhook"].name
  location = var.region
  role     = "roles/run.invoker"
  member   = "allUsers"
}
