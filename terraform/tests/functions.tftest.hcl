# Accounts, privacy, threads and triggers of the functions.

mock_provider "google" {}

variables {
  project  = "posters-test"
  archives = "versions.tf"
}

run "each_function_has_an_account_of_its_own" {
  assert {
    condition     = length(distinct([for function in google_cloudfunctions2_function.this : function.service_config[0].service_account_email])) == length(local.functions)
    error_message = "Two functions share an account."
  }
  assert {
    condition     = alltrue([for name, function in google_cloudfunctions2_function.this : function.service_config[0].service_account_email == google_service_account.function[name].email])
    error_message = "A function runs as somebody else."
  }
  assert {
    condition     = alltrue([for function in google_cloudfunctions2_function.this : function.build_config[0].service_account == google_service_account.builder.id])
    error_message = "A build would run as the project's default account."
  }
}

run "event_functions_cannot_be_reached_from_outside" {
  assert {
    condition     = alltrue([for name in local.event_functions : google_cloudfunctions2_function.this[name].service_config[0].ingress_settings == "ALLOW_INTERNAL_ONLY"])
    error_message = "A function for events is open to the internet."
  }
  assert {
    condition     = alltrue([for member in google_cloud_run_v2_service_iam_member.push : member.member == google_service_account.push.member && member.role == "roles/run.invoker"])
    error_message = "Somebody besides the pushes may call a function."
  }
  assert {
    condition     = alltrue([for name, push in local.pushes : google_pubsub_subscription.push[name].push_config[0].oidc_token[0].service_account_email == google_service_account.push.email])
    error_message = "A push comes without a token."
  }
  assert {
    condition     = alltrue([for name, push in local.pushes : google_pubsub_subscription.push[name].push_config[0].oidc_token[0].audience == google_cloudfunctions2_function.this[push.function].service_config[0].uri])
    error_message = "A token is made out to another function."
  }
}

run "nobody_may_open_the_desk_unless_named" {
  assert {
    condition     = length(google_cloud_run_v2_service_iam_member.reviewer) == 0
    error_message = "Somebody may open the desk."
  }
}

run "people_at_the_desk_have_the_role_that_they_are_named_for" {
  variables {
    reviewers        = ["user:ada@example.com", "group:designers@example.com"]
    viewers          = ["user:client@example.org"]
    reviewer_domains = ["example.com"]
  }
  assert {
    condition     = google_cloudfunctions2_function.this["desk"].service_config[0].environment_variables["PROOFPRESS_DESK_REVIEWERS"] == "ada@example.com,@example.com"
    error_message = "Somebody else decides than was named."
  }
  assert {
    condition     = google_cloudfunctions2_function.this["desk"].service_config[0].environment_variables["PROOFPRESS_DESK_VIEWERS"] == "client@example.org"
    error_message = "Somebody else looks than was named."
  }
  assert {
    condition     = toset(keys(google_cloud_run_v2_service_iam_member.reviewer)) == toset(["user:ada@example.com", "group:designers@example.com", "user:client@example.org"])
    error_message = "Cloud Run lets others in than were named."
  }
  assert {
    condition     = !contains(keys(google_cloudfunctions2_function.this["draft"].service_config[0].environment_variables), "PROOFPRESS_DESK_REVIEWERS")
    error_message = "A function is told what only the desk needs."
  }
}

run "everybody_is_refused_as_a_reviewer" {
  command = plan
  variables {
    reviewers = ["allUsers"]
  }
  expect_failures = [var.reviewers]
}

run "no_function_is_triggered_by_a_bucket_it_writes_to" {
  assert {
    condition     = alltrue([for name, function in local.functions : length(setintersection(function.writes, local.triggering_buckets[name])) == 0])
    error_message = "A function would be triggered by what it writes itself."
  }
  assert {
    condition     = join(" ", local.triggering_buckets["screen"]) == "drafts" && join(" ", local.triggering_buckets["intake"]) == "inbox"
    error_message = "The table of triggering buckets is wrong, so that the check above checks nothing."
  }
  assert {
    condition     = alltrue([for function in google_cloudfunctions2_function.this : length(function.event_trigger) == 0])
    error_message = "A function has a trigger whose subscription would not be ours."
  }
}

run "threads_are_as_many_as_deliveries_at_a_time" {
  assert {
    condition = alltrue([
      for function in google_cloudfunctions2_function.this :
      function.service_config[0].environment_variables["THREADS"] == tostring(function.service_config[0].max_instance_request_concurrency)
    ])
    error_message = "An instance gets more deliveries than it has threads, or fewer."
  }
  assert {
    condition     = alltrue([for function in google_cloudfunctions2_function.this : tonumber(function.service_config[0].available_cpu) >= 1])
    error_message = "Less than one processor allows no concurrency."
  }
}

run "nothing_runs_at_rest" {
  assert {
    condition     = alltrue([for function in google_cloudfunctions2_function.this : function.service_config[0].min_instance_count == 0])
    error_message = "An instance is kept running that nobody asked for."
  }
}

run "the_desk_can_be_kept_warm" {
  variables {
    desk_is_warm = true
  }
  assert {
    condition     = google_cloudfunctions2_function.this["desk"].service_config[0].min_instance_count == 1 && google_cloudfunctions2_function.this["draft"].service_config[0].min_instance_count == 0
    error_message = "desk_is_warm keeps one instance of the desk, and of nothing else."
  }
}

run "calls_in_flight_bounds_the_instances" {
  variables {
    calls_in_flight = 200
  }
  assert {
    condition = alltrue([
      for name in local.callers :
      google_cloudfunctions2_function.this[name].service_config[0].max_instance_count * local.functions[name].concurrency < 200 + local.functions[name].concurrency
    ])
    error_message = "More calls could be in flight than asked for, by more than one instance's."
  }
}

run "archives_are_named_by_their_content" {
  assert {
    condition     = alltrue([for name, object in google_storage_bucket_object.source : object.name == "${name}-${filesha256("versions.tf")}.zip"])
    error_message = "A changed archive would not be deployed."
  }
}
