# The desk can be reached from the internet, and answers only who shows a token of somebody named in var.reviewers or
# var.viewers: Cloud Run checks that first, and the desk itself checks whose token it is. docs/desk.md tells how to put
# Identity-Aware Proxy before it, which brings that token along for people who have no gcloud.

locals {
  desk_url = "https://${var.prefix}-desk-${local.project_number}.${var.region}.run.app"

  # Whom a token must be meant for: the desk by its address, or by what Identity-Aware Proxy calls it.
  desk_audiences = [local.desk_url, "/projects/${local.project_number}/locations/${var.region}/services/${var.prefix}-desk"]

  desk_environment = {
    PROOFPRESS_DESK_AUDIENCES = join(",", concat(local.desk_audiences, tolist(var.desk_audiences)))
    PROOFPRESS_DESK_REVIEWERS = join(",", concat(local.desk_people.reviewers, [for domain in var.reviewer_domains : "@${domain}"]))
    PROOFPRESS_DESK_VIEWERS   = join(",", local.desk_people.viewers)
  }

  # A token names a person and none of their groups: the members of a group are let in by Cloud Run, and have a role at
  # the desk by their own address or by their domain.
  desk_people = {
    reviewers = [for member in var.reviewers : split(":", member)[1] if !startswith(member, "group:")]
    viewers   = [for member in var.viewers : split(":", member)[1] if !startswith(member, "group:")]
  }
}

resource "google_cloud_run_v2_service_iam_member" "reviewer" {
  for_each = setunion(var.reviewers, var.viewers)

  name     = google_cloudfunctions2_function.this["desk"].name
  location = var.region
  role     = "roles/run.invoker"
  member   = each.value
}
