"""Texts of one banner in ten locales."""

from pathlib import Path

import yaml

TEXTS: dict[str, dict[str, str]] = yaml.safe_load(Path(__file__).with_name("copy.yaml").read_text("utf-8"))
"""By the locale; there is one for every script that can be set."""
