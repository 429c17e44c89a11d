"""Templates: what they may do, and how they are filled in."""
