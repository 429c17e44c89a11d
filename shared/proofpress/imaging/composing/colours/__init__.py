"""Contrast, measured on pixels, and the colours and shades that it asks for."""
