"""Scopes: the names under which drafts are compared with each other."""

from proofpress.domain.screening import Across


def scope_of(across: Across, batch: str, campaign: str) -> str:
    """Where an item's drafts look for repetitions; empty where they look nowhere."""
    match across:
        case Across.BATCH:
            return f"batch:{batch}"
        case Across.CAMPAIGN:
            return f"campaign:{campaign}" if campaign else f"batch:{batch}"
        case Across.OFF:
            return ""


def scopes_of(batch: str, campaign: str) -> tuple[str, ...]:
    """All scopes that a batch's drafts may be in."""
    return tuple(dict.fromkeys(scope_of(across, batch, campaign) for across in (Across.BATCH, Across.CAMPAIGN)))
