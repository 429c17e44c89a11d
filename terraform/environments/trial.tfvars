# For a first look: little in flight, and an early alert.
#   terraform apply -var-file=environments/trial.tfvars -var=project=MY-PROJECT

calls_in_flight      = 40
planned_usd_per_hour = 10
draft_days           = 14
