"""Measuring, comparing and reshaping pictures with Pillow: bytes in, figures or bytes out, no I/O, safe in threads."""
