"""The files beside a document that lies alone."""


class NoFiles:
    """Nothing is there."""

    def read(self, path: str, limit: int) -> bytes:
        """No file; FileNotFoundError for every one."""
        del limit
        raise FileNotFoundError(path)
