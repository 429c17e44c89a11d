variable "project" {
  description = "Id of the Google Cloud project that everything is made in. It has to exist, with billing enabled."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{4,28}[a-z0-9]$", var.project))
    error_message = "project is an id such as \"posters-prod\": 6 to 30 lower-case letters, digits and hyphens."
  }
}

variable "region" {
  description = "Region of the functions, topics, buckets and the database. It cannot be changed afterwards."
  type        = string
  default     = "europe-west1"

  validation {
    condition     = can(regex("^[a-z]+-[a-z]+[0-9]+$", var.region))
    error_message = "region is a single region such as \"europe-west1\", not a multi-region or a zone."
  }
}

variable "prefix" {
  description = "Begins the name of every part, so that several deployments can share a project."
  type        = string
  default     = "proofpress"

  # Accounts end in "-scheduler" or the like, and may have 30 characters in all.
  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{2,17}[a-z0-9]$", var.prefix))
    error_message = "prefix has 4 to 19 lower-case letters, digits and hyphens, and begins with a letter."
  }
}

variable "vertex_ai" {
  description = "Whether the models are called on Vertex AI, which needs no key, instead of the Gemini API with one."
  type        = bool
  default     = true
}

variable "gemini_api_key" {
  description = "Key of the Gemini API, where vertex_ai is false. Set it as TF_VAR_gemini_api_key for the run that writes a new version of the secret, and only then; it is not kept in the state."
  type        = string
  default     = null
  sensitive   = true
}

variable "gemini_api_key_version" {
  description = "Number of the key's version. Raise it, with gemini_api_key set, to rotate the key."
  type        = number
  default     = 1

  validation {
    condition     = var.gemini_api_key_version >= 1 && floor(var.gemini_api_key_version) == var.gemini_api_key_version
    error_message = "gemini_api_key_version is a whole number from 1 up."
  }
}

variable "webhook" {
  description = "Whether the Gemini API tells of the end of jobs by a webhook, which anybody may call and only Google can sign. Without it, sweep asks."
  type        = bool
  default     = false
}

variable "webhook_secrets" {
  description = "Secrets of the webhook (whsec_...), parted by spaces, where webhook is true. Set it as TF_VAR_webhook_secrets like the key; it is not kept in the state."
  type        = string
  default     = null
  sensitive   = true
}

variable "webhook_secrets_version" {
  description = "Number of the secrets' version. Raise it, with webhook_secrets set, to rotate them."
  type        = number
  default     = 1

  validation {
    condition     = var.webhook_secrets_version >= 1 && floor(var.webhook_secrets_version) == var.webhook_secrets_version
    error_message = "webhook_secrets_version is a whole number from 1 up."
  }
}

variable "calls_in_flight" {
  description = "Drafts, and likewise finals and reviews, that may be under way at once. Bounds how fast money can be spent."
  type        = number
  default     = 160

  validation {
    condition     = var.calls_in_flight >= 1 && var.calls_in_flight <= 8000
    error_message = "calls_in_flight is between 1 and 8000."
  }
}

variable "operators" {
  description = "Who may submit manifests, decide, look at every picture and replay dead letters with `proofpress … --on cloud`: \"user:ann@example.com\", \"group:…\" or \"serviceAccount:…\"."
  type        = set(string)
  default     = []

  validation {
    condition     = alltrue([for member in var.operators : can(regex("^(user|group|serviceAccount):[^@ ]+@[^@ ]+$", member))])
    error_message = "operators are members such as \"user:ann@example.com\"; never allUsers or a whole domain."
  }
}

variable "requesters" {
  description = "Programs that may send manifests to the topic of requests, and nothing else; members as in operators."
  type        = set(string)
  default     = []

  validation {
    condition     = alltrue([for member in var.requesters : can(regex("^(user|group|serviceAccount):[^@ ]+@[^@ ]+$", member))])
    error_message = "requesters are members such as \"serviceAccount:shop@example.iam.gserviceaccount.com\"."
  }
}

variable "reviewers" {
  description = "Who may open the desk and decide there; members as in operators."
  type        = set(string)
  default     = []

  validation {
    condition     = alltrue([for member in var.reviewers : can(regex("^(user|group|serviceAccount):[^@ ]+@[^@ ]+$", member))])
    error_message = "reviewers are members such as \"group:designers@example.com\"; never allUsers or a whole domain."
  }
}

variable "campaign_secrets" {
  description = "Secrets that campaigns name, such as the key of a webhook: environment variable to the id of a secret that is there."
  type        = map(string)
  default     = {}

  validation {
    condition     = alltrue([for name in keys(var.campaign_secrets) : can(regex("^[A-Z_][A-Z0-9_]*$", name))])
    error_message = "campaign_secrets maps names of environment variables, such as SHOP_WEBHOOK_SECRET, to ids of secrets."
  }
}

variable "viewers" {
  description = "Who may open the desk and only look; members as in operators."
  type        = set(string)
  default     = []

  validation {
    condition     = alltrue([for member in var.viewers : can(regex("^(user|group|serviceAccount):[^@ ]+@[^@ ]+$", member))])
    error_message = "viewers are members such as \"user:client@example.com\"; never allUsers or a whole domain."
  }
}

variable "reviewer_domains" {
  description = "Domains whose people decide at the desk, once reviewers or Identity-Aware Proxy let them in: for groups."
  type        = set(string)
  default     = []

  validation {
    condition     = alltrue([for domain in var.reviewer_domains : can(regex("^[a-z0-9-]+(\\.[a-z0-9-]+)+$", domain))])
    error_message = "reviewer_domains are names such as \"example.com\"."
  }
}

variable "desk_audiences" {
  description = "Further audiences of tokens at the desk: what Identity-Aware Proxy calls a load balancer's backend."
  type        = set(string)
  default     = []
}

variable "desk_is_warm" {
  description = "Whether one instance of the desk is kept running, so that nobody waits for its start. It costs money at rest."
  type        = bool
  default     = false
}

variable "draft_days" {
  description = "Days after which drafts are deleted. Finals, deliveries and manifests are kept."
  type        = number
  default     = 90

  validation {
    condition     = var.draft_days >= 7
    error_message = "draft_days is at least 7: reviews may take days, and a final is made from its draft."
  }
}

variable "alert_emails" {
  description = "Addresses that alerts and the budget's messages go to. Without any, alerts are only shown in the console."
  type        = set(string)
  default     = []

  validation {
    condition     = alltrue([for address in var.alert_emails : can(regex("^[^@ ]+@[^@ ]+$", address))])
    error_message = "alert_emails are addresses such as \"ann@example.com\"."
  }
}

variable "planned_usd_per_hour" {
  description = "Dollars of model calls in an hour above which somebody is alerted."
  type        = number
  default     = 60

  validation {
    condition     = var.planned_usd_per_hour > 0
    error_message = "planned_usd_per_hour is above 0."
  }
}

variable "budget" {
  description = "A budget of the whole project, in the currency of its billing account: {billing_account = \"012345-678901-ABCDEF\", monthly = 500}. It sends messages at 50, 90 and 100 %, and stops nothing."
  type = object({
    billing_account = string
    monthly         = number
  })
  default = null

  validation {
    condition     = var.budget == null || can(regex("^[0-9A-F]{6}(-[0-9A-F]{6}){2}$", var.budget.billing_account))
    error_message = "budget.billing_account looks like 012345-678901-ABCDEF: see `gcloud billing accounts list`."
  }

  validation {
    condition     = var.budget == null || try(var.budget.monthly >= 1, false)
    error_message = "budget.monthly is at least 1."
  }
}

variable "delivery" {
  description = "Deploys from Cloud Build: pushes to the main branch of a repository that is connected to it are checked and planned, and applied once somebody approves. The repository is a full name, projects/…/locations/…/connections/…/repositories/…; state_bucket is what -backend-config=bucket=… was given; environment is a .tfvars file of the repository, relative to terraform/."
  type = object({
    repository   = string
    state_bucket = string
    environment  = string
  })
  default = null

  validation {
    condition     = var.delivery == null || can(regex("^projects/[^/]+/locations/[^/]+/connections/[^/]+/repositories/[^/]+$", var.delivery.repository))
    error_message = "delivery.repository is a full name, as `gcloud builds repositories list --connection=… --region=…` prints it."
  }

  validation {
    condition     = var.delivery == null || try(endswith(var.delivery.environment, ".tfvars") && var.delivery.state_bucket != "", false)
    error_message = "delivery.environment is a .tfvars file, and delivery.state_bucket the name of a bucket."
  }
}

variable "archives" {
  description = "Path of the functions' archives, as tools/stage.py writes them, with FUNCTION in place of the name."
  type        = string
  default     = "../build/functions/FUNCTION.zip"

  validation {
    condition     = fileexists(replace(var.archives, "FUNCTION", "draft"))
    error_message = "There are no archives yet: run `python3 -m tools.stage` first."
  }
}
