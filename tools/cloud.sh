#!/bin/sh
# What a user does with a deployment. `make cloud` runs it on an emulated one, whose names are in the environment.
set -eu

proofpress submit examples/wallpapers.yaml --to "gs://$PROOFPRESS_INBOX_BUCKET"
proofpress status --watch
proofpress report
