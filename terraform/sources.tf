# The archives of `tools/stage.py`, and what makes images of them.

locals {
  archives = { for name in keys(local.functions) : name => replace(var.archives, "FUNCTION", name) }
}

resource "google_storage_bucket" "sources" {
  #checkov:skip=CKV_GCP_62:Every write is Terraform's own and in the admin activity log
  #checkov:skip=CKV_GCP_78:Each object is named by its content and never written twice
  name                        = "${var.project}-${var.prefix}-sources"
  location                    = var.region
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"
  force_destroy               = true

  soft_delete_policy {
    retention_duration_seconds = 7 * 86400
  }

  depends_on = [google_project_service.this]
}

# A changed archive is a new object, and so a new revision of its function; an equal one changes nothing.
resource "google_storage_bucket_object" "source" {
  for_each = local.functions

  bucket = google_storage_bucket.sources.name
  name   = "${each.key}-${filesha256(local.archives[each.key])}.zip"
  source = local.archives[each.key]
}

resource "google_artifact_registry_repository" "images" {
  #checkov:skip=CKV_GCP_84:Images hold our code and public packages; Google encrypts them with keys of its own
  repository_id = var.prefix
  location      = var.region
  format        = "DOCKER"
  description   = "Images of the functions"

  cleanup_policies {
    id     = "keep-the-latest"
    action = "KEEP"
    most_recent_versions {
      keep_count = 3
    }
  }
  cleanup_policies {
    id     = "delete-the-rest"
    action = "DELETE"
    condition {
      older_than = "1209600s"
    }
  }

  depends_on = [google_project_service.this]
}

resource "google_service_account" "builder" {
  account_id   = "${var.prefix}-builder"
  display_name = "Builds the images of the functions of ${var.prefix}"
  depends_on   = [google_project_service.this]
}

resource "google_artifact_registry_repository_iam_member" "builder" {
  repository = google_artifact_registry_repository.images.name
  location   = var.region
  role       = "roles/artifactregistry.writer"
  member     = google_service_account.builder.member
}

resource "google_project_iam_member" "builder_logs" {
  project = var.project
  role    = "roles/logging.logWriter"
  member  = google_service_account.builder.member
}

# Cloud Functions copies an archive to a bucket of its own before it is built; pictures and manifests lie elsewhere.
resource "google_project_iam_member" "builder_sources" {
  project = var.project
  role    = "roles/storage.objectViewer"
  member  = google_service_account.builder.member

  condition {
    title      = "sources of functions only"
    expression = "resource.name.startsWith(\"projects/_/buckets/gcf-v2-\") || resource.name.startsWith(\"projects/_/buckets/${google_storage_bucket.sources.name}\")"
  }
}
