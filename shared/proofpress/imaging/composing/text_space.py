"""The sentence that asks the image model for room."""

from collections.abc import Sequence

from proofpress.domain.designs import Use


def text_space(uses: Sequence[Use]) -> str:
    """A sentence for the end of a prompt: which parts of the picture to keep calm, and that no text be drawn."""
    raise NotImplementedError(uses)
