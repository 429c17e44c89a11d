"""What may happen, by who does it: rules that a machine takes from its bases."""
