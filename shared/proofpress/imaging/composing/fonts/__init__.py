"""Which font a text is set in, and what that font can do."""
