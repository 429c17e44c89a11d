"""Firestore, Cloud Storage and Pub/Sub. No module here is imported by what runs on one machine."""
