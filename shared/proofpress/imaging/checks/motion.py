"""Does the picture move?"""

from proofpress.imaging.checks.subject import Finding, Subject


def check_motion(subject: Subject) -> Finding:
    """Warn only: an animation is judged by the picture that it shows when it stands still."""
    return Finding(warnings=("animated",)) if subject.container.animated else Finding()
