# Each function has the roles that its calls need, on the things they concern.

mock_provider "google" {}

variables {
  project  = "posters-test"
  archives = "versions.tf"
}

run "roles_are_given_on_buckets_and_topics_never_on_the_project" {
  assert {
    condition     = toset([for grant in google_project_iam_member.ledger : grant.role]) == toset(["roles/datastore.user", "roles/datastore.viewer"])
    error_message = "A function has another role on the project."
  }
  assert {
    condition     = alltrue([for grant in google_project_iam_member.ledger : grant.condition[0].expression == "resource.name == \"projects/posters-test/databases/proofpress\""])
    error_message = "A function may use other databases."
  }
  assert {
    condition     = toset([for grant in google_storage_bucket_iam_member.writes : grant.role]) == toset(["roles/storage.objectCreator"])
    error_message = "A function could overwrite or delete."
  }
  assert {
    condition     = toset([for grant in google_storage_bucket_iam_member.reads : grant.role]) == toset(["roles/storage.objectViewer"])
    error_message = "A function could write where it only reads."
  }
}

run "every_access_in_the_table_is_granted" {
  assert {
    condition     = length(google_storage_bucket_iam_member.reads) == sum([for function in local.functions : length(function.reads)])
    error_message = "A function may not read what it has to."
  }
  assert {
    condition     = length(google_storage_bucket_iam_member.writes) == sum([for function in local.functions : length(function.writes)])
    error_message = "A function may not write what it has to."
  }
  assert {
    condition     = length(google_pubsub_topic_iam_member.publishes) == sum([for function in local.functions : length(function.publishes)])
    error_message = "A function may not publish what it has to."
  }
  assert {
    condition     = google_storage_bucket_iam_member.writes["render-finals"].member == google_service_account.function["render"].member
    error_message = "A grant goes to the wrong account."
  }
}

run "on_vertex_ai_there_is_no_key" {
  assert {
    condition     = length(google_secret_manager_secret.gemini_api_key) == 0 && length(google_secret_manager_secret_iam_member.caller) == 0
    error_message = "There is a key that nobody needs."
  }
  assert {
    condition     = toset(keys(google_project_iam_member.vertex_ai)) == toset(["draft", "job", "render", "review"])
    error_message = "Those who call models may use Vertex AI, and nobody else."
  }
  assert {
    condition     = alltrue([for name in local.callers : google_cloudfunctions2_function.this[name].service_config[0].environment_variables["GOOGLE_GENAI_USE_VERTEXAI"] == "true"])
    error_message = "A function that calls models is not told to use Vertex AI."
  }
}

run "with_a_key_only_those_who_call_models_can_read_it" {
  variables {
    vertex_ai      = false
    gemini_api_key = "a-key-of-a-test"
  }
  assert {
    condition     = length(google_project_iam_member.vertex_ai) == 0
    error_message = "Vertex AI may be used though a key is."
  }
  assert {
    condition     = toset(keys(google_secret_manager_secret_iam_member.caller)) == toset(["draft", "job", "render", "review"])
    error_message = "Those who call models may read the key, and nobody else."
  }
  assert {
    condition = alltrue([
      for name, function in google_cloudfunctions2_function.this :
      join(" ", [for secret in function.service_config[0].secret_environment_variables : secret.key]) == (contains(local.callers, name) ? "GEMINI_API_KEY" : "")
    ])
    error_message = "A function that calls models has no key, or another one has."
  }
  assert {
    condition     = alltrue([for function in google_cloudfunctions2_function.this : !contains(values(function.service_config[0].environment_variables), "a-key-of-a-test")])
    error_message = "The key stands in the plain environment."
  }
}

run "operators_and_requesters_get_what_they_need" {
  variables {
    operators  = ["user:ann@example.com"]
    requesters = ["serviceAccount:shop@example.iam.gserviceaccount.com"]
  }
  assert {
    condition     = length(google_storage_bucket_iam_member.operator_reads) == length(local.buckets) && length(google_storage_bucket_iam_member.operator_submits) == 1
    error_message = "An operator reads every bucket, and puts objects into the inbox."
  }
  assert {
    condition     = toset([for grant in google_storage_bucket_iam_member.operator_thumbs : grant.role]) == toset(["roles/storage.objectCreator"])
    error_message = "Of the other buckets, an operator adds to the thumbnails only."
  }
  assert {
    condition     = alltrue([for grant in google_project_iam_member.operator_sees : endswith(grant.role, "iewer") || contains(["roles/browser", "roles/serviceusage.serviceUsageConsumer"], grant.role)])
    error_message = "An operator may change what doctor only looks at."
  }
  assert {
    condition     = length(google_pubsub_topic_iam_member.operator_messages) == length(local.topics)
    error_message = "An operator may send a message to every stage."
  }
  assert {
    condition     = [for grant in google_pubsub_topic_iam_member.requester : grant.topic] == [google_pubsub_topic.this["requests"].id]
    error_message = "A requester may send requests, and nothing else."
  }
}

run "a_public_operator_is_refused" {
  command = plan
  variables {
    operators = ["domain:example.com"]
  }
  expect_failures = [var.operators]
}

run "storage_may_announce_on_the_topics_of_its_buckets_only" {
  assert {
    condition     = toset([for grant in google_pubsub_topic_iam_member.storage : grant.topic]) == toset([for name in ["inbox", "drafted", "rendered"] : google_pubsub_topic.this[name].id])
    error_message = "Cloud Storage's agent may publish elsewhere, or not where it has to."
  }
  assert {
    condition     = alltrue([for notification in google_storage_notification.this : notification.event_types == toset(["OBJECT_FINALIZE"]) && notification.payload_format == "JSON_API_V1"])
    error_message = "A bucket announces something else than new objects."
  }
}
