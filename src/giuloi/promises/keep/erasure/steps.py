"""The steps of an erasure, in this order and none before the other is on disk: keys before rows (VI.2).

Each is safe to repeat after a crash: it looks at what is there, does the rest, and moves the state on last. A crash
leaves rows that nobody can open, never readable orphans.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from giuloi.core.ledger.entry import Event
from giuloi.core.terms import RetentionClass, SubjectState
from giuloi.promises.keep.erasure.beginning import let_go
from giuloi.promises.keep.erasure.plan import outlooks
from giuloi.promises.keep.erasure.rows import ErasedPerson, ErasureLeaf, ErasureRow, State
from giuloi.promises.keep.erasure.starting import people_of, start, use_of, wait
from giuloi.promises.keep.erasure.telling import all_ended, tell_due
from giuloi.records import traces, vault
from giuloi.records.database import durable
from giuloi.records.freezing import release_states, set_states
from giuloi.records.keyring import keyring
from giuloi.records.keyring.erasing import Part
from giuloi.records.uses.pending import record_uses
from giuloi.records.uses.sequencer import integrate
from giuloi.records.uses.trail import leaf_of_use
from giuloi.records.vault import Place

SOON = timedelta(seconds=5)
EPOCH_LOOK = timedelta(hours=1)  # how often it is looked whether the epoch keys are gone

Stays = Mapping[int, set[tuple[int, RetentionClass]]]


def advance(erasure: int, now: datetime) -> bool:
    """Take the next step of one erasure, if its time has come; True when there is more to do at once."""
    row = ErasureRow.objects.filter(id=erasure).first()
    if row is None or row.due_at is None or row.due_at > now:
        return False
    return _STEPS[State(row.state)](row, now)


def destroy_keys(row: ErasureRow, now: datetime) -> bool:
    """The intent stands in the tree, and the codes for later are drawn: now everything that opens them goes."""
    if not _sequenced(row):
        return _later(row, now + SOON)
    people = people_of(row)
    if row.whole:
        keyring().erase_people(people, now)
    else:
        parts, findable = _parts(people, stays_in(row)), _findable(row)
        keyring().erase_parts(parts, now, unindex=[] if findable else people)
    # Whatever wrapped them hangs under this epoch or an older one: no backup opens them once those are gone.
    epoch = keyring().newest_epoch()
    ErasureRow.objects.filter(id=row.id, state=State.INTENT.value).update(
        state=State.KEYS.value, live_at=now, epochs=json.dumps([epoch]), due_at=now
    )
    return True


def take_rows(row: ErasureRow, now: datetime) -> bool:
    """Every row about them goes in one transaction, with the leaf that says so; what law keeps is only stored."""
    people = people_of(row)
    if not row.whole and not _findable(row):
        _only_stored(row, people, now)
    with durable():
        if not ErasureRow.objects.filter(id=row.id, state=State.KEYS.value).update(
            state=State.ROWS.value, due_at=now
        ):
            return False
        if row.whole:
            traces.erase_people(people)
        else:
            _take_part(row, people)
        _write_leaf(row, Event.ERASE_LIVE_DONE, people, now)
    return True


def follow_up(row: ErasureRow, now: datetime) -> bool:
    """Tell the partners; look whether the backups are unreadable; go on with what had to wait."""
    if row.waits:
        return wait(row, outlooks(people_of(row), now), now)
    due = tell_due(row.id, now)
    ended, unreadable = all_ended(row.id), _backups_unreadable(row, now)
    state = State.DONE if ended and unreadable else State.TOLD if ended else State.ROWS
    later = None if state is State.DONE else min(filter(None, (due, now + EPOCH_LOOK)))
    ErasureRow.objects.filter(id=row.id, state__in=(State.ROWS.value, State.TOLD.value)).update(
        state=state.value, due_at=later, done_at=now if state is State.DONE else None
    )
    if state is State.DONE:  # of whom law keeps a part: nothing more is to be written about them
        ErasedPerson.objects.filter(erasure_id=row.id).delete()
    return False


def finish_cancel(row: ErasureRow, now: datetime) -> bool:
    """A crash came between the customer's no and its release."""
    let_go(row.id, now)
    return False


def stays_in(row: ErasureRow) -> Stays:
    """person → (record, class) of what stays, as it was settled when there was no way back."""
    return {
        person.subject_id: {
            (int(record), RetentionClass(klass)) for record, klass in json.loads(person.stays)
        }
        for person in ErasedPerson.objects.filter(erasure_id=row.id)
    }


def _sequenced(row: ErasureRow) -> bool:
    leaf = (
        ErasureLeaf.objects.filter(erasure_id=row.id, event=Event.ERASE_INTENT.value).order_by("-id").first()
    )
    if leaf is None:
        return False
    use = bytes(leaf.use_id)
    if leaf_of_use(use) is None:
        integrate(use=use)
    return leaf_of_use(use) is not None


def _findable(row: ErasureRow) -> bool:
    """Whether something of theirs is still in use, so that it must still be found: then their contact data stays."""
    contact = (vault.PERSON, RetentionClass.CONTACT)
    return any(contact in stays for stays in stays_in(row).values())


def _parts(people: Sequence[int], stays: Stays) -> list[Part]:
    """Whole classes of which nothing stays, and single records of the others. `legal` stays while anything does."""
    classes = {
        one: {klass for _, klass in stays[one]} | ({RetentionClass.LEGAL} if stays[one] else set())
        for one in people
    }
    whole = [Part(one, klass) for one in people for klass in RetentionClass if klass not in classes[one]]
    single = [
        Part(one, klass, record) for one, record, klass in _going(people, stays) if klass in classes[one]
    ]
    return whole + single


def _going(people: Sequence[int], stays: Stays) -> list[Place]:
    return [place for place in vault.places_of(people) if place[1:] not in stays.get(place[0], ())]


def _take_part(row: ErasureRow, people: Sequence[int]) -> None:
    stays = stays_in(row)
    going = _going(people, stays)
    staying = {record for some in stays.values() for record, _ in some}
    findable = _findable(row)
    vault.remove_rows(going)
    traces.erase_records(sorted({record for _, record, _ in going} - staying - {vault.PERSON}))
    if not findable:
        traces.erase_people(people, lawful=True)


def _only_stored(row: ErasureRow, people: Iterable[int], now: datetime) -> None:
    """What law keeps is stored and used for nothing; nothing else of theirs could be opened any more."""
    frozen_before = set(
        ErasedPerson.objects.filter(erasure_id=row.id, was_frozen=True).values_list("subject_id", flat=True)
    )
    for one in people:
        set_states(one, SubjectState.RESTRICTED, now)
        if one not in frozen_before:
            release_states(one, SubjectState.FROZEN, now)


def _write_leaf(row: ErasureRow, event: Event, people: Sequence[int], now: datetime) -> None:
    """A leaf about this erasure: under a code drawn before where the key is gone. In the caller's transaction."""
    leaf = ErasureLeaf.objects.filter(erasure_id=row.id, event=event.value, at=None).order_by("-id").first()
    if leaf is None:
        return
    ahead = bytes(leaf.use_id)
    if not (ahead or people):  # what law kept went another way meanwhile, with leaves of its own
        leaf.delete()
        return
    [use_id] = record_uses([use_of(event, () if ahead else people, now)], [ahead] if ahead else None)
    ErasureLeaf.objects.filter(id=leaf.id).update(use_id=use_id, at=now)


def _backups_unreadable(row: ErasureRow, now: datetime) -> bool:
    event = Event.ERASE_BACKUPS_UNREADABLE
    if not ErasureLeaf.objects.filter(erasure_id=row.id, event=event.value, at=None).exists():
        return True
    if any(keyring().epochs_alive(number) for number in json.loads(row.epochs)):
        return False
    with durable():
        _write_leaf(row, event, people_of(row), now)
    return True


def _later(row: ErasureRow, at: datetime) -> bool:
    ErasureRow.objects.filter(id=row.id).update(due_at=at)
    return False


_STEPS: Mapping[State, Callable[[ErasureRow, datetime], bool]] = {
    State.COOLING: start,
    State.WAITING: start,
    State.INTENT: destroy_keys,
    State.KEYS: take_rows,
    State.ROWS: follow_up,
    State.TOLD: follow_up,
    State.CANCELLED: finish_cancel,
}
