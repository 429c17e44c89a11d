"""Templates, formats and texts as users write them."""

from proofpress.manifests.designs.catalogue import formats, read_formats, read_template, templates
from proofpress.manifests.designs.localising import locale_filters

__all__ = ["formats", "locale_filters", "read_formats", "read_template", "templates"]
