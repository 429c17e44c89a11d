"""The pipeline on Google Cloud: its settings, its parts by name, and the functions."""
