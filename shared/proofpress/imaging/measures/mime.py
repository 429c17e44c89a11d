"""Is the type that was declared the type of the bytes?"""

from proofpress.imaging.measures.subject import Figures, Subject

_SYNONYMS = {"image/jpg": "image/jpeg", "image/pjpeg": "image/jpeg", "image/x-png": "image/png"}


def measure_mime(subject: Subject) -> Figures:
    """The declared type, where it is not the type of the bytes."""
    declared = subject.asked.declared_mime.partition(";")[0].strip().lower() if subject.asked else ""
    if not declared or _SYNONYMS.get(declared, declared) == subject.container.mime:
        return {}
    return {"declared_mime": declared}
