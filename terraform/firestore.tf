# The ledger. Its indexes are what the questions in proofpress/domain/queries need: `tools/indexes.py` writes them
# down here, and a test compares the two.

locals {
  indexes = jsondecode(file("${path.module}/firestore_indexes.json"))

  composite_indexes = { for index in local.indexes.composites : "${index.collection} ${join(" ", index.fields)}" => index }
  unindexed_fields  = { for field in local.indexes.unindexed : "${field.collection}.${field.name}" => field }
  expiring_fields   = [for field in local.indexes.expiring : "${field.collection}.${field.name}"]
}

resource "google_firestore_database" "ledger" {
  name                              = var.prefix
  location_id                       = var.region
  type                              = "FIRESTORE_NATIVE"
  concurrency_mode                  = "OPTIMISTIC"
  app_engine_integration_mode       = "DISABLED"
  point_in_time_recovery_enablement = "POINT_IN_TIME_RECOVERY_ENABLED"
  delete_protection_state           = "DELETE_PROTECTION_ENABLED"

  depends_on = [google_project_service.this]
}

resource "google_firestore_index" "this" {
  for_each = local.composite_indexes

  database   = google_firestore_database.ledger.name
  collection = each.value.collection

  dynamic "fields" {
    for_each = each.value.fields
    content {
      field_path = fields.value
      order      = "ASCENDING"
    }
  }
}

# No query asks for these fields: their indexes would cost time and storage at every write, for nothing.
resource "google_firestore_field" "unindexed" {
  for_each = local.unindexed_fields

  database   = google_firestore_database.ledger.name
  collection = each.value.collection
  field      = each.value.name

  index_config {}

  dynamic "ttl_config" {
    for_each = contains(local.expiring_fields, each.key) ? [true] : []
    content {}
  }
}
