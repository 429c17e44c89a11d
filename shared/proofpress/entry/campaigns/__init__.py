"""Campaigns as commands handle them: added, rehearsed, sent events, looked at."""
