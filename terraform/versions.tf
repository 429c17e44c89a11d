terraform {
  required_version = ">= 1.11, < 2.0"

  required_providers {
    google = {
      source  = "hashicorp/google"
      version = ">= 7.40, < 9.0"
    }
  }

  # The bucket is named at `terraform init`: -backend-config=bucket=NAME
  backend "gcs" {
    prefix = "proofpress"
  }
}

provider "google" {
  project = var.project
  region  = var.region

  # The budget's service asks for a project to charge its own calls to, where a person is logged in.
  user_project_override = true
  billing_project       = var.project

  default_labels = {
    application = "proofpress"
    deployment  = var.prefix
  }
}
