"""The answer to a request that carries no event."""

from proofpress.domain.errors import ProofpressError


class Refused(ProofpressError):
    """This request is no delivery of ours: answer with the status, and keep nothing."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status = status
