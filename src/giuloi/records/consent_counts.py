"""How many consents stand where, for an inspector: by purpose, channel, state and version. Numbers alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from giuloi.core.terms import ConsentState
from giuloi.records.database import rows


@dataclass(frozen=True, slots=True)
class Count:
    """So many people whose newest answer to a consent of this kind is this.

    To recipients by name they are counted together: who of them has how many would tell about a single person.
    """

    purpose: str
    channel: str
    to_recipient: bool
    state: ConsentState
    version: int
    people: int

    def row(self) -> dict[str, str | int | bool]:
        """For JSON."""
        return asdict(self)


def counts() -> Iterable[Count]:
    """Every kind of which there is one, in order."""
    return [
        Count(purpose, channel, bool(to), ConsentState(state), int(version), int(people))
        for purpose, channel, to, state, version, people in rows(_COUNTS)
    ]


_COUNTS = """
SELECT purpose, channel, recipient <> '' AS named, state, policy_id, count(DISTINCT subject_id)
FROM records_consentnow GROUP BY purpose, channel, recipient <> '', state, policy_id
ORDER BY purpose, channel, 3, state, policy_id
"""
