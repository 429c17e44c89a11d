"""Campaigns at work: events heard, backgrounds ordered, banners composed, indexes written, the world told."""
