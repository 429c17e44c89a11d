"""Pictures that stand in for the models': varied, quick, and the same for the same request."""
