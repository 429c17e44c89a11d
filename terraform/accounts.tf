# Who runs, and who may call whom. Nobody else may call a function; none may be called without a token.

resource "google_service_account" "function" {
  for_each = local.functions

  account_id   = "${var.prefix}-${each.key}"
  display_name = "${each.value.description} (${var.prefix})"
  depends_on   = [google_project_service.this]
}

resource "google_service_account" "push" {
  account_id   = "${var.prefix}-push"
  display_name = "Pushes messages to the functions of ${var.prefix}"
  depends_on   = [google_project_service.this]
}

resource "google_service_account" "scheduler" {
  account_id   = "${var.prefix}-scheduler"
  display_name = "Calls sweep of ${var.prefix}"
  depends_on   = [google_project_service.this]
}

resource "google_cloud_run_v2_service_iam_member" "push" {
  for_each = toset(concat([for push in local.pushes : push.function], ["sweep"]))

  name     = google_cloudfunctions2_function.this[each.key].name
  location = var.region
  role     = "roles/run.invoker"
  member   = google_service_account.push.member
}

resource "google_cloud_run_v2_service_iam_member" "scheduler" {
  name     = google_cloudfunctions2_function.this["sweep"].name
  location = var.region
  role     = "roles/run.invoker"
  member   = google_service_account.scheduler.member
}
