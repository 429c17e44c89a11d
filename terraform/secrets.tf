# Where the models are called by key. On Vertex AI there is none of this.

resource "google_secret_manager_secret" "gemini_api_key" {
  count = var.vertex_ai ? 0 : 1

  secret_id = "${var.prefix}-gemini-api-key"

  replication {
    user_managed {
      replicas {
        location = var.region
      }
    }
  }

  depends_on = [google_project_service.this]
}

# A new number of the version makes a new version, and new revisions that use it. The old one is only disabled, so
# that a revision of before can be brought back.
resource "google_secret_manager_secret_version" "gemini_api_key" {
  count = var.vertex_ai ? 0 : 1

  secret                 = google_secret_manager_secret.gemini_api_key[0].id
  secret_data_wo         = var.gemini_api_key
  secret_data_wo_version = tostring(var.gemini_api_key_version)
  deletion_policy        = "DISABLE"

  lifecycle {
    create_before_destroy = true
  }
}
