"""What the settings of an item come to: models, shape and size, review."""
