"""From pixels to a file: encoded within a byte limit, with its origin written into it."""
