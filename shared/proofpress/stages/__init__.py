"""The stages: each takes an event and the ports, and may be run again on the same event without harm."""
