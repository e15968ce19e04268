"""After single records were erased: the rest of their class sealed under a new key, the old key destroyed in time.

Two steps, days apart. Each is safe to repeat after a crash: the key is drawn before a row is sealed under it, the
rows are on disk before that is noted, and an older key goes only while no row stands under it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from giuloi.core.terms import RetentionClass
from giuloi.records import partner_names, vault
from giuloi.records.database import durable
from giuloi.records.keyring import keyring
from giuloi.records.keyring.renewal import Renewed

NAMED_UNDER = RetentionClass.ORDER  # keyring/names.py
AT_ONCE = 200  # (person, class) in one transaction


def renew_after_erasing(at: datetime, horizon: timedelta) -> int:
    """Renew what waits, and destroy the keys that no backup within `horizon` needs; how many (person, class) moved.

    `horizon`: how old a data backup may be that is still restored.
    """
    waiting = keyring().begin_renewals(AT_ONCE)
    if waiting:
        _seal_anew(waiting)
        keyring().note_renewed(waiting, at)
    over = keyring().renewed_until(at - horizon, AT_ONCE)
    if not over:
        return len(waiting)
    # Sealed under the old key by somebody who read it just before it was renewed: then the wait begins anew.
    late = _standing_under_older(over)
    if late:
        _seal_anew(late)
        keyring().note_renewed(late, at)
    keyring().destroy_versions([one for one in over if one not in late])
    return len(waiting) + len(over) - len(late)


def _seal_anew(renewed: Sequence[Renewed]) -> None:
    with durable():
        vault.seal_anew(renewed)
        for subject, klass, version in renewed:
            if klass == NAMED_UNDER:
                partner_names.seal_anew(subject, version)


def _standing_under_older(renewed: Sequence[Renewed]) -> list[Renewed]:
    people = {subject for subject, _, _ in renewed}
    held, named = vault.oldest_versions(people), partner_names.oldest_versions(people)
    return [
        (subject, klass, version)
        for subject, klass, version in renewed
        if held.get((subject, klass), version) < version
        or (klass == NAMED_UNDER and named.get(subject, version) < version)
    ]
