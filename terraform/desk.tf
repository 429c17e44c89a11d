# The desk can be reached from the internet, and answers only who shows a token of somebody named in var.reviewers:
# `gcloud run services proxy` sends one along. docs/deploy.md tells how to put Identity-Aware Proxy before it.

locals {
  desk_url = "https://${var.prefix}-desk-${local.project_number}.${var.region}.run.app"
}

resource "google_cloud_run_v2_service_iam_member" "reviewer" {
  for_each = var.reviewers

  name     = google_cloudfunctions2_function.this["desk"].name
  location = var.region
  role     = "roles/run.invoker"
  member   = each.value
}
