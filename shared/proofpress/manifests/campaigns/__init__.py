"""Reads campaigns, and what they read: events into variables, variables into backgrounds and texts.

What hears events takes `expressions` and `load`, and so none of what composes pictures.
"""
