"""The ways in: settings, wiring, the local engine and the command line."""
