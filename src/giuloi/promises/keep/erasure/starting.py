"""The point of no return: what goes and what stays is settled, the intent ledgered, the partners' names set aside.

Everything is looked at anew here, for a hold may have come since the customer asked. The leaf of the intent, the
codes for the leaves to come, and what is to be told to whom are one transaction.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from giuloi.core.ledger.entry import Event
from giuloi.core.terms import Outcome, RetentionClass, SubjectState
from giuloi.promises.keep.erasure.beginning import kept_text
from giuloi.promises.keep.erasure.plan import Outlook, outlooks
from giuloi.promises.keep.erasure.rows import ErasedPerson, ErasureLeaf, ErasureRow, State
from giuloi.promises.keep.erasure.telling import draw, write_tasks
from giuloi.records import published
from giuloi.records.database import durable
from giuloi.records.freezing import freeze_many, release_states, set_states
from giuloi.records.holds import holds_on
from giuloi.records.subjects import Subject
from giuloi.records.uses.pending import Use, record_uses
from giuloi.records.uses.reserved import reserve

ACTOR = "code/erase"
CLAUSE = "VI.2"
LOOK_AGAIN = timedelta(hours=1)  # at what has to end first
_AFTER = (Event.ERASE_LIVE_DONE, Event.ERASE_BACKUPS_UNREADABLE)
_FROM = (State.COOLING.value, State.WAITING.value)


def start(row: ErasureRow, now: datetime) -> bool:
    """Begin to erase, or wait on; True when there is more to do at once."""
    people = people_of(row)
    if (
        not people
    ):  # erased whole meanwhile, another way: nothing is left to do. (A cancel also leaves nobody.)
        ErasureRow.objects.filter(id=row.id, state__in=_FROM).update(
            state=State.DONE.value, due_at=None, done_at=now
        )
        return False
    looks = outlooks(people, now)
    if any(hold.record is None for look in looks.values() for hold in look.holds):
        return wait(row, looks, now)
    if row.state == State.WAITING and any(look.waits for look in looks.values()):
        return wait(row, looks, now)
    if row.state == State.WAITING:
        # Who cools off is frozen already: done here too, it would undo a cancel of this very moment.
        freeze_many(people, now)
    return intend(row, looks, now)


def intend(row: ErasureRow, looks: Mapping[int, Outlook], now: datetime) -> bool:
    """Write the intent with all that hangs on it, unless somebody cancelled, began or held this very moment."""
    people, whole = sorted(looks), all(look.whole for look in looks.values())
    waits = any(look.waits for look in looks.values())
    drawn = {} if waits else draw(row.id, people, now)  # who is still to be served is not erased over there
    with durable():
        if _held_meanwhile(looks, now):
            return False  # still due: the next look sees the hold, and waits for its end
        mine = ErasureRow.objects.filter(id=row.id, state__in=_FROM).update(
            state=State.INTENT.value,
            whole=whole,
            waits=waits,
            kept=kept_text(kept for look in looks.values() for kept in look.kept),
            due_at=now,
        )
        if not mine:
            return False
        [intent] = record_uses([use_of(Event.ERASE_INTENT, people, now)])
        note_leaves(row.id, intent, now, whole=whole)
        write_tasks(row.id, drawn, now)
        for person in () if whole else ErasedPerson.objects.filter(erasure_id=row.id):
            stays = json.dumps(
                sorted((record, klass.value) for record, klass in stays_of(looks[person.subject_id]))
            )
            ErasedPerson.objects.filter(erasure_id=row.id, subject_id=person.subject_id).update(stays=stays)
    return True


def _held_meanwhile(looks: Mapping[int, Outlook], now: datetime) -> bool:
    """Whether a hold came since they were looked at.

    A hold's row locks its person's row against deletion (the foreign key), so taking these rows for ourselves waits
    for one that is being placed, and lets none in until the intent is written. SQLite has one writer at a time.
    """
    list(Subject.objects.select_for_update().filter(id__in=looks).order_by("id").values_list("id"))
    known = {hold.id for look in looks.values() for hold in look.holds}
    return any(hold.id not in known for some in holds_on(looks, now).values() for hold in some)


def wait(row: ErasureRow, looks: Mapping[int, Outlook], now: datetime) -> bool:
    """What is held or still open keeps the rest: looked at again within the hour. Only held means: only stored."""
    held = any(look.holds for look in looks.values())
    kept = kept_text(one for look in looks.values() for one in look.kept)
    changed = ErasureRow.objects.filter(id=row.id, state__in=(*_FROM, State.ROWS.value)).update(
        state=State.WAITING.value, whole=False, kept=kept, due_at=now + LOOK_AGAIN
    )
    for person in ErasedPerson.objects.filter(erasure_id=row.id) if changed else ():
        if held:
            set_states(person.subject_id, SubjectState.RESTRICTED, now)
        if not person.was_frozen:
            release_states(person.subject_id, SubjectState.FROZEN, now)
    return False


def note_leaves(erasure: int, intent: bytes, now: datetime, *, whole: bool) -> None:
    """The leaf of the intent, and room for the two that follow it: reserved where the ledger key will be gone."""
    ErasureLeaf.objects.filter(erasure_id=erasure, at=None, use_id=b"").delete()  # an earlier round's
    after = reserve(intent, len(_AFTER)) if whole else [b""] * len(_AFTER)
    ErasureLeaf.objects.create(erasure_id=erasure, event=Event.ERASE_INTENT.value, use_id=intent, at=now)
    for event, use_id in zip(_AFTER, after, strict=True):
        ErasureLeaf.objects.create(erasure_id=erasure, event=event.value, use_id=use_id, at=None)


def use_of(event: Event, people: Iterable[int], at: datetime) -> Use:
    """A use of the ledger about an erasure: the law and the policy's own clause are its ground."""
    return Use(at, ACTOR, event, "", CLAUSE, published.current().policy.hash, Outcome.ALLOWED, tuple(people))


def stays_of(look: Outlook) -> set[tuple[int, RetentionClass]]:
    """(record, class) of what stays: what law keeps, what is open, and every class of a record that is held."""
    held = {
        (hold.record, klass) for hold in look.holds if hold.record is not None for klass in RetentionClass
    }
    return look.stays() | held


def people_of(row: ErasureRow) -> Sequence[int]:
    """Whom it is still about."""
    found = ErasedPerson.objects.filter(erasure_id=row.id).order_by("subject_id")
    return list(found.values_list("subject_id", flat=True))
