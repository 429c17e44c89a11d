"""Stand-ins for Google Cloud on one machine: Google's own emulators as processes, and a server for Cloud Storage."""
