"""An answer that comes at the next whole tenth of a second, so that its time does not tell what was found.

For work that is not the same for somebody known: opening what is sealed takes longer than finding nothing to open. Used
where people wait for a message anyway (ASVS 5.0 V6.3.8; `bench/enumeration.py` measures it).
"""

from __future__ import annotations

from time import monotonic, sleep

STEP = 0.1  # seconds: many times what the work differs by


def wait_for_the_step(since: float) -> None:
    """Wait until a whole number of steps has passed since that `monotonic()`."""
    sleep(STEP - (monotonic() - since) % STEP)
