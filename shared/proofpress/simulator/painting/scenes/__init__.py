"""What the painter can paint, one scene per module."""
