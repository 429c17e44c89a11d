# Copy, and put in your own people.
#   terraform apply -var-file=environments/production.tfvars -var=project=MY-PROJECT

calls_in_flight      = 320
planned_usd_per_hour = 150
desk_is_warm         = true

operators    = ["group:pictures@example.com"]
reviewers    = ["group:designers@example.com"]
requesters   = ["serviceAccount:shop@example-shop.iam.gserviceaccount.com"]
alert_emails = ["pictures@example.com"]
