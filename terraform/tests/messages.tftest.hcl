# Deadlines, dead letters and retention of the messages.

mock_provider "google" {}

variables {
  project  = "posters-test"
  archives = "versions.tf"
}

run "a_push_waits_longer_than_its_function_may_run" {
  assert {
    condition = alltrue([
      for name, push in local.pushes :
      google_pubsub_subscription.push[name].ack_deadline_seconds > google_cloudfunctions2_function.this[push.function].service_config[0].timeout_seconds
    ])
    error_message = "A function may still be running when its message is pushed again."
  }
  assert {
    condition     = google_pubsub_subscription.dead_letters.ack_deadline_seconds > google_cloudfunctions2_function.this["sweep"].service_config[0].timeout_seconds
    error_message = "sweep may still be recording a dead letter when it is pushed again."
  }
  assert {
    condition     = alltrue([for push in google_pubsub_subscription.push : push.ack_deadline_seconds <= 600])
    error_message = "Pub/Sub waits 600 seconds at most."
  }
}

run "no_message_is_dropped" {
  assert {
    condition = alltrue([
      for push in google_pubsub_subscription.push :
      push.dead_letter_policy[0].dead_letter_topic == google_pubsub_topic.dead_letters.id && push.dead_letter_policy[0].max_delivery_attempts >= 5
    ])
    error_message = "A push has no dead letters."
  }
  assert {
    condition     = google_pubsub_subscription.dead_letters.topic == google_pubsub_topic.dead_letters.id
    error_message = "Without a subscription of its own the topic of the dead letters keeps nothing."
  }
  assert {
    condition     = length(google_pubsub_subscription.dead_letters.dead_letter_policy) == 0
    error_message = "Dead letters have nowhere else to go."
  }
  assert {
    condition = alltrue([
      for push in concat(values(google_pubsub_subscription.push), [google_pubsub_subscription.dead_letters]) :
      push.expiration_policy[0].ttl == "" && push.retry_policy[0].minimum_backoff == "10s" && push.retry_policy[0].maximum_backoff == "600s"
    ])
    error_message = "A subscription would expire, or does not back off."
  }
  assert {
    condition     = length(google_pubsub_subscription_iam_member.dead_letters) == length(local.pushes)
    error_message = "Pub/Sub's agent must be able to take messages from every subscription."
  }
}

run "messages_are_kept_in_the_region" {
  assert {
    condition = alltrue([
      for topic in concat(values(google_pubsub_topic.this), [google_pubsub_topic.dead_letters]) :
      tolist(topic.message_storage_policy[0].allowed_persistence_regions) == tolist(["europe-west1"])
    ])
    error_message = "A topic may store messages elsewhere."
  }
  assert {
    condition     = alltrue([for topic in google_pubsub_topic.this : topic.message_retention_duration == "604800s"])
    error_message = "A topic does not keep a week."
  }
  assert {
    condition     = google_pubsub_topic.dead_letters.message_retention_duration == "2678400s" && google_pubsub_subscription.dead_letters.message_retention_duration == "2678400s"
    error_message = "Dead letters are kept for 31 days."
  }
}

run "every_topic_of_a_stage_is_pushed_and_outcomes_are_left_to_others" {
  assert {
    condition     = setsubtract(local.topics, [for push in local.pushes : push.topic]) == toset(["outcomes"])
    error_message = "A topic has no push, or outcomes have one."
  }
}

run "the_scheduler_calls_sweep_every_minute_with_a_token" {
  assert {
    condition     = google_cloud_scheduler_job.sweep.schedule == "* * * * *"
    error_message = "sweep is not called every minute."
  }
  assert {
    condition     = google_cloud_scheduler_job.sweep.http_target[0].oidc_token[0].service_account_email == google_service_account.scheduler.email
    error_message = "The scheduler calls sweep without its token."
  }
  assert {
    condition     = google_cloud_scheduler_job.sweep.attempt_deadline == "${google_cloudfunctions2_function.this["sweep"].service_config[0].timeout_seconds}s"
    error_message = "The scheduler does not wait for sweep."
  }
}
