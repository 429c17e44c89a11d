# Cloud Build deploys what lies on the main branch: one trigger checks and plans each push, the other applies that very
# plan once somebody has looked at it and approved. Nothing of this is made without var.delivery.

locals {
  delivers = var.delivery == null ? toset([]) : toset(["deployer"])

  # What the configuration makes, the deployer must be able to make.
  deployer_roles = toset([
    "roles/aiplatform.admin",
    "roles/artifactregistry.admin",
    "roles/cloudbuild.builds.editor",
    "roles/cloudfunctions.developer",
    "roles/cloudscheduler.admin",
    "roles/datastore.owner",
    "roles/iam.serviceAccountAdmin",
    "roles/iam.serviceAccountUser",
    "roles/logging.configWriter",
    "roles/logging.logWriter",
    "roles/monitoring.editor",
    "roles/pubsub.admin",
    "roles/run.admin",
    "roles/secretmanager.admin",
    "roles/serviceusage.serviceUsageAdmin",
    "roles/storage.admin",
  ])

  # The roles on the project that it may give to others: those that access.tf, sources.tf and operators.tf give.
  granted_roles = sort(concat(
    ["roles/aiplatform.user", "roles/datastore.user", "roles/datastore.viewer", "roles/logging.logWriter", "roles/storage.objectViewer"],
    tolist(local.sights),
  ))
}

resource "google_service_account" "deployer" {
  for_each = local.delivers

  account_id   = "${var.prefix}-${each.key}"
  display_name = "Deploys ${var.prefix} from Cloud Build"
  depends_on   = [google_project_service.this]
}

resource "google_project_iam_member" "deployer" {
  #checkov:skip=CKV_GCP_41:The deployer makes accounts and lets functions run as them
  #checkov:skip=CKV_GCP_49:As above
  for_each = length(local.delivers) > 0 ? local.deployer_roles : toset([])

  project = var.project
  role    = each.value
  member  = google_service_account.deployer["deployer"].member
}

resource "google_project_iam_member" "deployer_grants" {
  for_each = local.delivers

  project = var.project
  role    = "roles/resourcemanager.projectIamAdmin"
  member  = google_service_account.deployer[each.key].member

  condition {
    title      = "the roles of functions only"
    expression = "api.getAttribute(\"iam.googleapis.com/modifiedGrantsByRole\", []).hasOnly(${jsonencode(local.granted_roles)})"
  }
}

resource "google_cloudbuild_trigger" "this" {
  for_each = length(local.delivers) > 0 ? toset(["plan", "apply"]) : toset([])

  name            = "${var.prefix}-${each.key}"
  location        = var.region
  description     = each.key == "plan" ? "Checks each push and plans it" : "Applies the plan of a commit, once approved"
  filename        = "cloudbuild.yaml"
  service_account = google_service_account.deployer["deployer"].id

  repository_event_config {
    repository = var.delivery.repository
    push {
      branch = "^main$"
    }
  }

  approval_config {
    approval_required = each.key == "apply"
  }

  substitutions = {
    _APPLY        = each.key == "apply" ? "true" : "false"
    _PREFIX       = var.prefix
    _STATE_BUCKET = var.delivery.state_bucket
    _VAR_FILE     = var.delivery.environment
  }
}
