# Alerts, dashboard, budget and the triggers of Cloud Build.

mock_provider "google" {}

variables {
  project  = "posters-test"
  archives = "versions.tf"
}

run "there_is_an_alert_for_everything_that_needs_a_person" {
  variables {
    alert_emails         = ["ann@example.com"]
    planned_usd_per_hour = 42
  }
  assert {
    condition     = toset(keys(google_monitoring_alert_policy.this)) == toset(["dead_letters", "broken", "stuck", "spend", "accept_rate"])
    error_message = "An alert is missing."
  }
  assert {
    condition     = alltrue([for alert in google_monitoring_alert_policy.this : length(alert.notification_channels) == 1 && length(alert.documentation[0].content) > 40])
    error_message = "An alert reaches nobody, or does not say what to do."
  }
  assert {
    condition     = endswith(google_monitoring_alert_policy.this["spend"].conditions[0].condition_prometheus_query_language[0].query, "> 42")
    error_message = "The alert of the spend ignores the plan."
  }
}

run "the_dashboard_draws_every_chart" {
  assert {
    condition     = length(jsondecode(google_monitoring_dashboard.this.dashboard_json).mosaicLayout.tiles) == length(local.charts)
    error_message = "A chart is not drawn."
  }
  assert {
    condition     = !strcontains(google_monitoring_dashboard.this.dashboard_json, "%!") && !strcontains(google_monitoring_dashboard.this.dashboard_json, "[%s]")
    error_message = "A chart's span of time is not filled in."
  }
  assert {
    condition     = alltrue([for alert in google_monitoring_alert_policy.this : !strcontains(alert.conditions[0].condition_prometheus_query_language[0].query, "%")])
    error_message = "An alert's span of time is not filled in."
  }
}

run "without_a_budget_there_is_none" {
  assert {
    condition     = length(google_billing_budget.this) == 0
    error_message = "There is a budget that nobody asked for."
  }
}

run "a_budget_is_of_this_project" {
  variables {
    budget = { billing_account = "012345-678901-ABCDEF", monthly = 500 }
  }
  assert {
    condition     = google_billing_budget.this[0].amount[0].specified_amount[0].units == "500"
    error_message = "The budget has another amount."
  }
  assert {
    condition     = google_billing_budget.this[0].budget_filter[0].projects == toset(["projects/${google_storage_bucket.sources.project_number}"])
    error_message = "The budget counts other projects."
  }
}

run "without_a_repository_nothing_deploys_by_itself" {
  assert {
    condition     = length(google_cloudbuild_trigger.this) == 0 && length(google_service_account.deployer) == 0 && length(google_project_iam_member.deployer) == 0
    error_message = "There is a deployer that nobody asked for."
  }
}

run "what_is_applied_was_approved" {
  variables {
    delivery = {
      repository   = "projects/posters-test/locations/europe-west1/connections/git/repositories/posters"
      state_bucket = "posters-test-state"
      environment  = "environments/production.tfvars"
    }
  }
  assert {
    condition     = google_cloudbuild_trigger.this["apply"].approval_config[0].approval_required && google_cloudbuild_trigger.this["apply"].substitutions["_APPLY"] == "true"
    error_message = "A push is applied without approval."
  }
  assert {
    condition     = google_cloudbuild_trigger.this["plan"].substitutions["_APPLY"] == "false"
    error_message = "The trigger that plans applies, too."
  }
  assert {
    condition     = alltrue([for grant in google_project_iam_member.deployer : !contains(["roles/owner", "roles/editor", "roles/resourcemanager.projectIamAdmin"], grant.role)])
    error_message = "The deployer may do anything."
  }
  assert {
    condition     = strcontains(google_project_iam_member.deployer_grants["deployer"].condition[0].expression, "hasOnly")
    error_message = "The deployer may give any role to anybody."
  }
}

run "a_repository_has_a_full_name" {
  command = plan
  variables {
    delivery = {
      repository   = "github.com/posters/posters"
      state_bucket = "posters-test-state"
      environment  = "environments/production.tfvars"
    }
  }
  expect_failures = [var.delivery]
}
