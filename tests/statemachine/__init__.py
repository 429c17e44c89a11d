"""The whole pipeline as one state machine, driven at random, with its invariants checked after every step."""
