"""Half characters: what JSON can smuggle into a text, and no file, ledger or message can hold."""


def is_whole(text: str) -> bool:
    """Whether a text can be stored: the escape of a surrogate without its partner is half a character."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def made_whole(text: str) -> str:
    """The text with a question mark for every half of a character."""
    return text if is_whole(text) else text.encode("utf-8", "replace").decode()
