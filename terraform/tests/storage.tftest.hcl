# Names, privacy and retention of buckets and ledger.

mock_provider "google" {}

variables {
  project  = "posters-test"
  prefix   = "spring"
  archives = "versions.tf"
}

run "names_begin_with_the_prefix" {
  assert {
    condition     = alltrue([for name, bucket in google_storage_bucket.this : bucket.name == "posters-test-spring-${name}"])
    error_message = "A bucket has another name than the code believes."
  }
  assert {
    condition     = alltrue([for name, topic in google_pubsub_topic.this : topic.name == "spring-${name}"])
    error_message = "A topic has another name than the code believes."
  }
  assert {
    condition     = alltrue([for name, push in google_pubsub_subscription.push : push.name == "spring-${local.pushes[name].function}-${local.pushes[name].topic}"])
    error_message = "A subscription has another name than the code believes."
  }
}

run "nothing_in_a_bucket_can_be_made_public" {
  assert {
    condition = alltrue([
      for bucket in concat(values(google_storage_bucket.this), [google_storage_bucket.sources]) :
      bucket.public_access_prevention == "enforced" && bucket.uniform_bucket_level_access
    ])
    error_message = "A bucket allows public objects, or access by object."
  }
  assert {
    condition     = alltrue([for name, bucket in google_storage_bucket.this : alltrue([for rule in bucket.cors : rule.method == tolist(["GET", "HEAD"]) && !contains(rule.origin, "*")])])
    error_message = "Scripts of strangers may read a bucket, or write to it."
  }
  assert {
    condition     = length(google_storage_bucket.this["inbox"].cors) == 0
    error_message = "Scripts have no business in the inbox."
  }
}

run "only_drafts_and_thumbnails_are_deleted_by_age" {
  variables {
    draft_days = 14
  }
  assert {
    condition = [
      for name, bucket in google_storage_bucket.this : name
      if anytrue([for rule in bucket.lifecycle_rule : anytrue([for action in rule.action : action.type == "Delete"])])
    ] == ["drafts", "thumbs"]
    error_message = "A bucket deletes what cannot be made again."
  }
  assert {
    condition = anytrue([
      for rule in google_storage_bucket.this["drafts"].lifecycle_rule :
      anytrue([for condition in rule.condition : condition.age == 14]) && anytrue([for action in rule.action : action.type == "Delete"])
    ])
    error_message = "Drafts are not deleted after draft_days."
  }
}

run "what_was_deleted_can_be_brought_back" {
  assert {
    condition     = alltrue([for bucket in google_storage_bucket.this : bucket.soft_delete_policy[0].retention_duration_seconds == 604800 && !bucket.force_destroy])
    error_message = "A bucket can lose its objects at once."
  }
  assert {
    condition     = google_firestore_database.ledger.delete_protection_state == "DELETE_PROTECTION_ENABLED" && google_firestore_database.ledger.point_in_time_recovery_enablement == "POINT_IN_TIME_RECOVERY_ENABLED"
    error_message = "The ledger can be lost."
  }
}

run "the_ledger_is_named_as_the_code_believes" {
  assert {
    condition     = google_firestore_database.ledger.name == "spring" && google_firestore_database.ledger.type == "FIRESTORE_NATIVE"
    error_message = "The ledger's database has another name or kind."
  }
  assert {
    condition     = length(google_firestore_index.this) == length(local.indexes.composites) && length(local.indexes.composites) > 0
    error_message = "An index is missing."
  }
  assert {
    condition     = sort([for name, field in google_firestore_field.unindexed : name if length(field.ttl_config) == 1]) == sort(local.expiring_fields)
    error_message = "A field that says when a document may go has no time to live, or another has one."
  }
}

run "drafts_are_kept_for_a_week_at_least" {
  command = plan
  variables {
    draft_days = 3
  }
  expect_failures = [var.draft_days]
}

run "a_zone_is_no_region" {
  command = plan
  variables {
    region = "europe-west1-b"
  }
  expect_failures = [var.region]
}
