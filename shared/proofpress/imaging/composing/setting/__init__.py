"""From a text and a width to lines: where it may break, how wide it is, which size fits."""
