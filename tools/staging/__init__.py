"""What a function's archive is made of, how it is packed, and how it is tried."""
