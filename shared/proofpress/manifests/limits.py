"""How large a manifest may be. Beyond these it is taken for a mistake or an attack and refused."""

MAX_BYTES = 20_000_000
"""Bytes of a manifest or of a file of rows; checked before anything is parsed."""
MAX_DEPTH = 50
"""Levels of mappings and lists."""
MAX_NODES = 2_000_000
"""Values of a document, each YAML alias counted with all that it stands for."""
MAX_ITEMS = 100_000
"""Items of a batch, with the matrix multiplied out."""
MAX_REFERENCE_BYTES = 7_000_000
"""Bytes of a reference image: with it, a request stays below the service's limit for inline data."""
MAX_REFERENCES = 14
"""Reference images of an item, whatever a model takes."""
MAX_TOTAL_TEXT = 100_000_000
"""Characters of all prompts and variables of a batch together."""
