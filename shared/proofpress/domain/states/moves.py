"""What a move is that no table has."""


class IllegalMove(AssertionError):
    """A move that the table does not have: a defect in Proofpress, never the user's doing."""
