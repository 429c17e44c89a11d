# What each function is and may touch: what its code does touch, neither less nor more, as tests/deploy/ finds out.
#
#   reads, writes   buckets
#   publishes       topics
#   calls_models    makes paid calls
#   signs           hands out signed URLs
locals {
  functions = {
    intake = {
      description  = "Opens a batch for each manifest, and hears what shops say of products"
      memory       = "1Gi"
      cpu          = "1"
      concurrency  = 8
      timeout      = 540
      instances    = 2
      reads        = ["inbox"]
      writes       = []
      publishes    = ["accepts", "banners", "drafts", "outcomes"]
      calls_models = false
      signs        = false
    }
    draft = {
      description  = "Makes the paid drafts"
      memory       = "2Gi"
      cpu          = "1"
      concurrency  = 80
      timeout      = 540
      instances    = ceil(var.calls_in_flight / 80)
      reads        = ["drafts", "inbox"]
      writes       = ["drafts"]
      publishes    = ["accepts", "drafts", "outcomes"]
      calls_models = true
      signs        = false
    }
    screen = {
      description  = "Judges each draft by its bytes"
      memory       = "2Gi"
      cpu          = "2"
      concurrency  = 8
      timeout      = 540
      instances    = 10
      reads        = ["drafts"]
      writes       = []
      publishes    = ["accepts", "drafts", "outcomes", "reviews"]
      calls_models = false
      signs        = false
    }
    review = {
      description  = "Has drafts judged by the vision model"
      memory       = "2Gi"
      cpu          = "1"
      concurrency  = 80
      timeout      = 540
      instances    = ceil(var.calls_in_flight / 80)
      reads        = ["drafts"]
      writes       = []
      publishes    = ["accepts", "drafts", "outcomes"]
      calls_models = true
      signs        = false
    }
    render = {
      description  = "Makes the paid finals of accepted drafts"
      memory       = "4Gi"
      cpu          = "1"
      concurrency  = 40
      timeout      = 540
      instances    = ceil(var.calls_in_flight / 40)
      reads        = ["drafts", "finals", "inbox"]
      writes       = ["finals"]
      publishes    = ["accepts", "drafts", "outcomes"]
      calls_models = true
      signs        = false
    }
    deliver = {
      description  = "Brings finals to their delivery form"
      memory       = "2Gi"
      cpu          = "2"
      concurrency  = 8
      timeout      = 540
      instances    = 10
      reads        = ["deliveries", "finals"]
      writes       = ["deliveries"]
      publishes    = ["accepts", "banners", "drafts", "outcomes"]
      calls_models = false
      signs        = false
    }
    compose = {
      description  = "Arranges and composes the banners of campaigns"
      memory       = "4Gi"
      cpu          = "2"
      concurrency  = 4
      timeout      = 540
      instances    = 10
      reads        = ["deliveries", "finals", "inbox"]
      writes       = ["deliveries", "inbox"]
      publishes    = ["accepts", "banners", "drafts", "outcomes"]
      calls_models = false
      signs        = false
    }
    job = {
      description  = "Submits and collects jobs of the half-price lane"
      memory       = "4Gi"
      cpu          = "2"
      concurrency  = 4
      timeout      = 540
      instances    = 4
      reads        = ["drafts", "finals", "inbox"]
      writes       = ["drafts", "finals"]
      publishes    = ["accepts", "drafts", "jobs", "outcomes"]
      calls_models = true
      signs        = false
    }
    sweep = {
      description  = "Sends again what was cut off, and records dead letters"
      memory       = "512Mi"
      cpu          = "1"
      concurrency  = 8
      timeout      = 540
      instances    = 2
      reads        = []
      writes       = []
      publishes    = ["accepts", "banners", "drafted", "drafts", "inbox", "jobs", "outcomes", "rendered", "requests", "reviews"]
      calls_models = false
      signs        = false
    }
    desk = {
      description  = "Where people decide on drafts"
      memory       = "1Gi"
      cpu          = "1"
      concurrency  = 16
      timeout      = 300
      instances    = 2
      reads        = ["drafts", "finals", "thumbs"]
      writes       = ["thumbs"]
      publishes    = ["accepts", "drafts", "jobs", "outcomes", "rendered"]
      calls_models = false
      signs        = true
    }
    webhook = {
      description  = "Hears when a job of the half-price lane is over"
      memory       = "512Mi"
      cpu          = "1"
      concurrency  = 16
      timeout      = 60
      instances    = 2
      reads        = []
      writes       = []
      publishes    = ["jobs"]
      calls_models = false
      signs        = false
    }
  }

  event_functions = toset([for name, function in local.functions : name if !contains(["desk", "webhook"], name)])
  callers         = toset([for name, function in local.functions : name if function.calls_models])
  askers          = toset(["compose", "intake"])
  signers         = toset([for name, function in local.functions : name if function.signs])

  models_environment = var.vertex_ai ? {
    GOOGLE_GENAI_USE_VERTEXAI = "true"
    GOOGLE_CLOUD_PROJECT      = var.project
    GOOGLE_CLOUD_LOCATION     = "global"
  } : {}
}

resource "google_cloudfunctions2_function" "this" {
  #checkov:skip=CKV_GCP_124:People open the desk from the internet, with a token, and Google calls the webhook, whose signature is checked; every other function is internal
  for_each = local.functions

  name        = "${var.prefix}-${each.key}"
  location    = var.region
  description = each.value.description

  build_config {
    runtime           = "python313"
    entry_point       = each.key
    service_account   = google_service_account.builder.id
    docker_repository = google_artifact_registry_repository.images.id

    # pip compiles what it installs to bytecode, uv does not: a cold start takes twice as long without.
    environment_variables = {
      GOOGLE_PYTHON_PACKAGE_MANAGER = "pip"
    }

    source {
      storage_source {
        bucket = google_storage_bucket.sources.name
        object = google_storage_bucket_object.source[each.key].name
      }
    }
  }

  service_config {
    service_account_email            = google_service_account.function[each.key].email
    ingress_settings                 = contains(["desk", "webhook"], each.key) ? "ALLOW_ALL" : "ALLOW_INTERNAL_ONLY"
    timeout_seconds                  = each.value.timeout
    available_memory                 = each.value.memory
    available_cpu                    = each.value.cpu
    max_instance_request_concurrency = each.value.concurrency
    max_instance_count               = each.value.instances
    min_instance_count               = each.key == "desk" && var.desk_is_warm ? 1 : 0
    all_traffic_on_latest_revision   = true

    environment_variables = merge(
      {
        PROOFPRESS_PROJECT = var.project
        PROOFPRESS_PREFIX  = var.prefix
        THREADS            = tostring(each.value.concurrency)
      },
      each.value.calls_models ? local.models_environment : {},
      each.key == "desk" ? local.desk_environment : {},
      each.key == "job" && var.vertex_ai ? { PROOFPRESS_JOBS = "gs://${google_storage_bucket.jobs[0].name}" } : {},
    )

    dynamic "secret_environment_variables" {
      for_each = each.value.calls_models ? google_secret_manager_secret_version.gemini_api_key : []
      content {
        key        = "GEMINI_API_KEY"
        project_id = var.project
        secret     = google_secret_manager_secret.gemini_api_key[0].secret_id
        version    = secret_environment_variables.value.version
      }
    }

    dynamic "secret_environment_variables" {
      for_each = contains(local.askers, each.key) ? var.campaign_secrets : {}
      content {
        key        = secret_environment_variables.key
        project_id = var.project
        secret     = secret_environment_variables.value
        version    = "latest"
      }
    }

    dynamic "secret_environment_variables" {
      for_each = each.key == "webhook" ? google_secret_manager_secret_version.webhook_secrets : []
      content {
        key        = "PROOFPRESS_WEBHOOK_SECRETS"
        project_id = var.project
        secret     = google_secret_manager_secret.webhook_secrets[0].secret_id
        version    = secret_environment_variables.value.version
      }
    }
  }

  lifecycle {
    precondition {
      condition     = length(setintersection(each.value.writes, lookup(local.triggering_buckets, each.key, []))) == 0
      error_message = "${each.key} would be triggered by what it writes itself, without end and at your cost."
    }
    precondition {
      condition     = alltrue([for name, push in local.pushes : push.ack_deadline > each.value.timeout if push.function == each.key])
      error_message = "${each.key} may run longer than a push waits for it, and would be started again meanwhile."
    }
  }

  # The build and the first instance need these at once.
  depends_on = [
    google_project_service.this,
    google_project_iam_member.builder_logs,
    google_project_iam_member.builder_sources,
    google_artifact_registry_repository_iam_member.builder,
    google_secret_manager_secret_iam_member.caller,
    google_secret_manager_secret_iam_member.campaigns,
    google_secret_manager_secret_iam_member.webhook,
  ]
}
