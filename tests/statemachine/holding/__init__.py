"""What must hold at every moment, each in a file of its own."""
