"""Who asks, and in which project."""

from proofpress.adapters.google.inspection import Inspector, Unanswered

_AT_ONCE = 20
"""Services that one question may name."""


def account(inspector: Inspector) -> str:
    """Who we are: an e-mail address where the credentials tell one."""
    email = getattr(inspector.credentials, "service_account_email", "")
    if email and "@" in email:
        return str(email)
    try:
        answer = inspector.get("openidconnect", "userinfo")
    except Unanswered:
        return ""
    return str(answer.body.get("email", "")) if answer else ""


def project_state(inspector: Inspector, project: str) -> tuple[str, float]:
    """The state of a project, as ACTIVE, empty where there is none; and the service's clock, in seconds since 1970."""
    answer = inspector.get("cloudresourcemanager", f"projects/{project}")
    return (str(answer.body.get("state", "")), answer.seconds) if answer else ("", 0.0)


def disabled_apis(inspector: Inspector, project: str, wanted: list[str]) -> list[str]:
    """Which of some APIs are switched off in a project."""
    enabled: set[str] = set()
    for start in range(0, len(wanted), _AT_ONCE):
        names = [f"projects/{project}/services/{name}" for name in wanted[start : start + _AT_ONCE]]
        answer = inspector.get("serviceusage", f"projects/{project}/services:batchGet", names=names)
        services = answer.body.get("services", ()) if answer else ()
        enabled |= {str(each["name"]).rpartition("/")[2] for each in services if each.get("state") == "ENABLED"}
    return [name for name in wanted if name not in enabled]


def project_permissions(inspector: Inspector, project: str, wanted: list[str]) -> frozenset[str]:
    """Which of some permissions we have in a project."""
    answer = inspector.post("cloudresourcemanager", f"projects/{project}:testIamPermissions", {"permissions": wanted})
    return frozenset(answer.body.get("permissions", ()) if answer else ())
