"""Python, the picture library and the clock."""

import platform
import sys
from datetime import date

from proofpress.entry.checks.check import Check, failed, ok

_OLDEST = (3, 11)
_FORMATS = {"jpg": "JPEG", "zlib": "PNG", "webp": "WebP"}


def check_python() -> Check:
    """Whether Python is new enough."""
    found = f"{platform.python_implementation()} {platform.python_version()}"
    if sys.version_info[:2] < _OLDEST:
        return failed("python", found, f"Install Python {'.'.join(map(str, _OLDEST))} or later.")
    return ok("python", found)


def check_pictures() -> Check:
    """Whether Pillow was built with the formats that models answer in."""
    from PIL import __version__, features

    missing = [name for feature, name in _FORMATS.items() if not features.check(feature)]
    if missing:
        return failed("pictures", f"Pillow {__version__} without {', '.join(missing)}", "Install Pillow from PyPI.")
    return ok("pictures", f"Pillow {__version__} with {', '.join(_FORMATS.values())}")


def check_clock(today: date, known_past: date) -> Check:
    """Whether the clock is not in a past that is known: leases, retirements and sign-in depend on it."""
    if today < known_past:
        return failed("clock", f"says {today}, which is over", "Set the clock of this machine.")
    return ok("clock", f"says {today}")
