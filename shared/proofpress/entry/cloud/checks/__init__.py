"""What `doctor --on cloud` checks of a deployment."""

from proofpress.entry.cloud.checks.deployment import check_deployment

__all__ = ["check_deployment"]
