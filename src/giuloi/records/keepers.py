"""Who keeps which promise, today: passed to the compiler, which cannot see the floors above it.

A keeper is "kept" once the code that keeps it stands and is tested, "announced" while it is being built: a
promise of the latter is shown to everybody as not kept yet.
"""

from __future__ import annotations

from collections.abc import Mapping

KEPT, ANNOUNCED = "kept", "announced"

KEEPERS: Mapping[str, str] = {
    "gate": KEPT,
    "registration": KEPT,
    "answer_clock": ANNOUNCED,
    "retention": ANNOUNCED,
    "contact_rules": ANNOUNCED,
    "measures": ANNOUNCED,
    "incident_clock": ANNOUNCED,
    "authority": ANNOUNCED,
    "recipients": ANNOUNCED,
}
