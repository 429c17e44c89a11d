output "environment" {
  description = "What `proofpress … --on cloud` needs in its environment."
  value = {
    PROOFPRESS_ON      = "cloud"
    PROOFPRESS_PROJECT = var.project
    PROOFPRESS_PREFIX  = var.prefix
  }
}

output "inbox" {
  description = "Where manifests go."
  value       = "gs://${google_storage_bucket.this["inbox"].name}"
}

output "submit" {
  description = "Starts a batch."
  value       = "proofpress submit MANIFEST --to gs://${google_storage_bucket.this["inbox"].name}"
}

output "deliveries" {
  description = "Where finished pictures are."
  value       = "gs://${google_storage_bucket.this["deliveries"].name}"
}

output "requests" {
  description = "The topic that takes manifests as messages."
  value       = google_pubsub_topic.this["requests"].id
}

output "outcomes" {
  description = "The topic that tells of keepers, stopped items and closed batches. Subscribe to it."
  value       = google_pubsub_topic.this["outcomes"].id
}

output "desk" {
  description = "The address of the review desk; docs/desk.md tells who gets in."
  value       = local.desk_url
}

output "dashboard" {
  description = "Keepers, dollars, queues and dead letters."
  value       = "https://console.cloud.google.com/monitoring/dashboards?project=${var.project}"
}

output "functions" {
  description = "The account that each function runs as."
  value       = { for name, account in google_service_account.function : name => account.email }
}
