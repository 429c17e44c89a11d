"""The planted faults. A change of the code that moves one of these places must move its mutant, too."""

from tools.mutants.catalogue import campaigns, caps, desk, jobs, leases, ledgers, order, secrets, stores
from tools.mutants.mutant import Mutant

MUTANTS: tuple[Mutant, ...] = tuple(
    mutant
    for module in (ledgers, stores, order, leases, caps, jobs, campaigns, desk, secrets)
    for mutant in module.MUTANTS
)
