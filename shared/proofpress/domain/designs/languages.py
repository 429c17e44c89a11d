"""What follows from a locale without looking at its texts."""

_RIGHT_TO_LEFT = frozenset({"ar", "ckb", "dv", "fa", "he", "iw", "ks", "ps", "sd", "ug", "ur", "yi"})


def language_of(locale: str) -> str:
    """The language of a locale, as `pt` of `pt-BR` or `pt_BR`."""
    return locale.replace("_", "-").partition("-")[0].lower()


def is_right_to_left(locale: str) -> bool:
    """Whether a locale's texts run from right to left, so that templates are mirrored."""
    subtags = locale.replace("_", "-").lower().split("-")
    return subtags[0] in _RIGHT_TO_LEFT and "latn" not in subtags
