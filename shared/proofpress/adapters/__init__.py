"""What the ports are made of: one module or package per service."""
