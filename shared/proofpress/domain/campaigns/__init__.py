"""Campaigns: what a shop's events say of products, and which banners follow from that. Pure."""
