"""How the bundled fonts are cut from Debian's packages fonts-noto-core and fonts-noto-cjk."""
