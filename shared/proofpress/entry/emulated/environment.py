"""The environment in which a process finds the emulated cloud, and nothing real."""

import os
from collections.abc import Mapping

from proofpress.entry.connecting import SIMULATOR_KEY

PROJECT = "emulated"

_OURS = ("PROOFPRESS_", "GEMINI_", "GOOGLE_", "FIRESTORE_", "PUBSUB_", "STORAGE_", "CLOUD_RUN_", "FUNCTION_")
_KEPT = ("PROOFPRESS_MODELS", "PROOFPRESS_WORKSPACE")
_SLOW = {"PYTHONDONTWRITEBYTECODE"}
"""Deployed functions start from compiled bytecode, and so they do here, from the second time on."""
_DIRECT = dict.fromkeys(("NO_PROXY", "no_proxy"), "127.0.0.1,localhost")


def variables(*, firestore: str, pubsub: str, storage: str, simulator: str) -> dict[str, str]:
    """What tells every client where the emulated cloud is; each argument is an address and a port."""
    return {
        "PROOFPRESS_PROJECT": PROJECT,
        "PROOFPRESS_ON": "cloud",
        "FIRESTORE_EMULATOR_HOST": firestore,
        "PUBSUB_EMULATOR_HOST": pubsub,
        "STORAGE_EMULATOR_HOST": f"http://{storage}",
        "GOOGLE_GEMINI_BASE_URL": f"http://{simulator}",
        "GEMINI_API_KEY": SIMULATOR_KEY,
        **_DIRECT,
    }


def cleaned(environment: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment without any variable that could lead to a real deployment or a real service."""
    environment = os.environ if environment is None else environment
    return {name: value for name, value in environment.items() if name in _KEPT or not _is_dropped(name)}


def _is_dropped(name: str) -> bool:
    return name.startswith(_OURS) or name in _SLOW
