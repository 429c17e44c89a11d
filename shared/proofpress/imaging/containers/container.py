"""What is known of a picture file before it is decoded."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Container:
    """A picture file as its own structure describes it; sides in pixels, 0 where it does not say."""

    mime: str = ""
    width: int = 0
    height: int = 0
    fault: str = ""
    """Why the file cannot hold a whole picture, in words; empty where it can."""
    animated: bool = False

    @property
    def pixels(self) -> int:
        """Width times height."""
        return self.width * self.height
