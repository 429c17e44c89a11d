"""Is the type that was declared the type of the bytes?"""

from proofpress.imaging.checks.subject import Finding, Subject

_SYNONYMS = {"image/jpg": "image/jpeg", "image/pjpeg": "image/jpeg", "image/x-png": "image/png"}


def check_mime(subject: Subject) -> Finding:
    """Warn only: the picture is sound, and it is stored under the type that its bytes have."""
    declared = subject.asked.declared_mime.partition(";")[0].strip().lower() if subject.asked else ""
    if not declared or _SYNONYMS.get(declared, declared) == subject.container.mime:
        return Finding()
    return Finding(warnings=("mime",), figures={"declared_mime": declared})
