"""What Proofpress knows of its trade, without input or output: the standard library and Pydantic only."""
