"""Row C and its neighbours of the policy study of 2026-11-20, from which the planner's rule was taken.

A seeded simulation with at most 4 waves, drafts at $0.0336, finals at $0.067 and keepers worth $0.50 at most.
It gives no intervals for these columns; its comparisons of policies carry 0.2 to 5 %, most at 100 wanted.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Published:
    """One line of the study: dollars per keeper and percent delivered of policies A and C, and C's regret in percent."""

    a_usd: float
    a_delivered: float
    c_usd: float
    c_delivered: float
    c_regret: float


PUBLISHED: Final[dict[tuple[str, int], Published]] = {
    ("easy", 1): Published(0.173, 95, 0.121, 99.9, 3.6),
    ("mid", 1): Published(0.214, 69, 0.190, 90, 14.2),
    ("mixed", 1): Published(0.225, 64, 0.211, 83, 13.4),
    ("hard", 1): Published(0.470, 25, 0.430, 23, 16.7),
    ("broken", 1): Published(0.214, 69, 0.208, 81, 22.7),
    ("easy", 5): Published(0.169, 99, 0.121, 99.9, 3.2),
    ("mid", 5): Published(0.193, 80, 0.189, 95, 10.0),
    ("mixed", 5): Published(0.207, 72, 0.207, 87, 10.3),
    ("hard", 5): Published(0.418, 29, 0.364, 29, 12.9),
    ("broken", 5): Published(0.198, 77, 0.186, 82, 14.7),
    ("easy", 100): Published(0.168, 100, 0.118, 100, 0.9),
    ("mid", 100): Published(0.186, 85, 0.184, 98.5, 2.2),
    ("mixed", 100): Published(0.200, 76, 0.200, 92, 2.2),
    ("hard", 100): Published(0.401, 31, 0.335, 50, 4.2),
    ("broken", 100): Published(0.197, 78, 0.156, 79, 3.7),
}
