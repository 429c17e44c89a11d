# Read from the one line that every delivery leaves in the log; see proofpress/entry/cloud/serving/steplog.py.

locals {
  metrics = replace(var.prefix, "-", "_")
  steps   = "resource.type=\"cloud_run_revision\" AND resource.labels.service_name=~\"^${var.prefix}-(${join("|", keys(local.functions))})$\""
}

resource "google_logging_metric" "deliveries" {
  name        = "${local.metrics}_deliveries"
  description = "Deliveries of messages, by function and by what they came to"
  filter      = "${local.steps} AND jsonPayload.outcome:*"

  metric_descriptor {
    metric_kind = "DELTA"
    value_type  = "INT64"
    labels {
      key        = "function"
      value_type = "STRING"
    }
    labels {
      key        = "outcome"
      value_type = "STRING"
    }
  }

  label_extractors = {
    function = "EXTRACT(labels.function)"
    outcome  = "EXTRACT(jsonPayload.outcome)"
  }

  depends_on = [google_project_service.this]
}

resource "google_logging_metric" "dollars" {
  name            = "${local.metrics}_dollars"
  description     = "Dollars of the model calls of one delivery, by function"
  filter          = "${local.steps} AND jsonPayload.dollars>0"
  value_extractor = "EXTRACT(jsonPayload.dollars)"

  metric_descriptor {
    metric_kind = "DELTA"
    value_type  = "DISTRIBUTION"
    labels {
      key        = "function"
      value_type = "STRING"
    }
  }

  label_extractors = {
    function = "EXTRACT(labels.function)"
  }

  # From a hundredth of a cent to some 6 dollars. Sums do not depend on it.
  bucket_options {
    exponential_buckets {
      num_finite_buckets = 16
      growth_factor      = 2
      scale              = 0.0001
    }
  }

  depends_on = [google_project_service.this]
}
