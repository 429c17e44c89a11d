"""Pictures of the packages that are not taken, by title."""

from typing import Final

LEFT_OUT: Final = frozenset(
    {
        # Transparent: what is seen depends on the page behind.
        *(
            "arc-colors-transparent-wallpaper",
            "mate-flow",
            "gulp",
            "silk",
            "spring",
            "waves",
            "mate-stripes-dark",
            "mate-stripes-light",
        ),
        # Soft or nearly black all over, so that nobody could tell them from a defect.
        *(
            "wood-d",
            "wood-l",
            "umang_by_abhishek_mudgal",
            "fluent-color",
            "simple_blue_widescreen",
            "darkesthour",
            "summer_1am",
        ),
        *(
            "ubuntu-mate-cold-no-logo",
            "ubuntu-mate-dark-no-logo",
            "ubuntu-mate-radioactive-no-logo",
            "ubuntu-mate-warm-no-logo",
        ),
        *("kay-dark", "fossa_by_jasper_roks", "elarun", "emerald-theme", "homeworld-theme"),
        # Grain is its subject.
        "analogpattern_by_peter_nerlich",
        # A pattern so faint that it may be taken for none.
        *("symbolic-d", "symbolic-l"),
        # One picture in several sizes or with a logo.
        *(
            "elephants_3840x2160",
            "elephants_5640x3172",
            "lxqt-origami-green",
            "origami-bright-logo",
            "origami-light",
            "triangles-logo",
        ),
        *("plasma-logo-dark", "waves-logo", "waves-purple-logo"),
        *("concert2", "concert3", "landscape-battlefield_nohumans", "landscape-bridge_sun"),
        # A strip, which no other shape can be cut from.
        "bg-panorama",
    }
)
