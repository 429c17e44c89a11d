"""Draft cheaply, screen hard, render once."""

__version__ = "0.1.0"
