"""A lost key store comes back from its own backup, and learns from the ledger and the data what it missed.

What happened since stands in leaves, and whose they are is told by the ledger keys: withdrawals are written again,
who was erased is erased again, and everybody else something happened to is frozen until the operator has confirmed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from giuloi.core.bilingual import Words
from giuloi.core.ledger.entry import Event, UseEntry, decode, sequence_code
from giuloi.core.terms import ConsentState, NotServing, SubjectState
from giuloi.records import freezing, traces
from giuloi.records.backup import frozen, making
from giuloi.records.backup.frozen import Phase, Restore
from giuloi.records.backup.shelf import Backup, Kind
from giuloi.records.database import durable, rows
from giuloi.records.durable import put, remove
from giuloi.records.keyring import keyring
from giuloi.records.places import places
from giuloi.records.uses import trail
from giuloi.records.uses.reconcile import GAP, codes_since

_ENDS = (Event.ERASE_INTENT, Event.ERASE_LIVE_DONE)
_AT_ONCE = 5000


@dataclass(frozen=True, slots=True)
class Settled:
    """Who was touched since the backup (ids), and what was done again."""

    touched: tuple[int, ...]
    erased: int
    withdrawn: int
    without_key: int

    def lines(self) -> tuple[Words, ...]:
        """For the operator: ids and numbers, nobody's data."""
        return (
            Words(
                f"xóa lại: {self.erased} người; ghi lại: {self.withdrawn} lần rút",
                f"erased again: {self.erased} people; withdrawals written again: {self.withdrawn}",
            ),
            Words(
                f"mất khóa cùng kho khóa, không mở được nữa: {self.without_key} người",
                f"people with rows whose keys are lost with the key store: {self.without_key}",
            ),
            Words(
                f"có thay đổi từ bản sao, tạm ngưng tới khi xác nhận: {len(self.touched)} người",
                f"people something happened to since, frozen until confirmed: {len(self.touched)}",
            ),
            *(Words(str(one), str(one)) for one in self.touched),
        )


def is_placed() -> bool:
    """Whether a key store was put back that has not made up for what it missed."""
    return frozen.keys_placed().exists()


def place(backup: Backup) -> int:
    """Put the copy where no key store stands; returns how many changes it lacks. Safe to repeat after a crash."""
    here = places()
    if backup.facts.kind is not Kind.KEYS:
        raise NotServing("this is no backup of the key store")
    if here.keys.exists() and not is_placed():
        raise NotServing(
            f"a key store stands at {here.keys}: an older copy never takes the place of a newer one"
        )
    making.verify(backup)
    noted = {"ledger": backup.facts.ledger, "name": backup.facts.name}
    put(frozen.keys_placed(), json.dumps(noted).encode())
    put(here.keys, b"".join(making.read(backup)))
    ring = keyring()
    ring.reopen()
    ring.open_epochs()
    return ring.catch_up()


def settle(at: datetime) -> Settled:
    """Make up for what is missing; from then on it serves, but for those who are frozen. Idempotent."""
    noted = json.loads(frozen.keys_placed().read_bytes())
    there = {int(one) for (one,) in rows("SELECT id FROM records_subject")}
    since = _happened_since(int(noted["ledger"]))
    gone = [one for one in keyring().everybody() if one not in there or _was_erased(since.get(one, ()), one)]
    for start in range(0, len(gone), _AT_ONCE):
        keyring().erase_people(gone[start : start + _AT_ONCE], at)
        with durable():
            traces.erase_people(gone[start : start + _AT_ONCE])
    withdrawn = _withdraw_again(since, at) + _as_the_data_says(at)
    left = sorted((set(since) & there) - set(gone))
    lost = _without_key()
    fresh = [one for one in left if not _is_frozen(one)]
    for one in (*fresh, *lost):
        freezing.set_states(one, SubjectState.FROZEN, at)
    settled = Settled(tuple(left), len(gone), withdrawn, len(lost))
    begun = frozen.under_way() or Restore(Phase.CONFIRMING, noted["name"], at.isoformat(), at.isoformat())
    held = tuple({*begun.frozen, *fresh})
    frozen.note(replace(begun, found=begun.found + settled.lines(), frozen=held))
    remove(frozen.keys_placed())
    return settled


def release(people: Iterable[int], at: datetime) -> None:
    """The operator has seen the list: those who were frozen for it are served again."""
    for one in people:
        freezing.release_states(one, SubjectState.FROZEN, at)


def _happened_since(size: int) -> dict[int, list[UseEntry]]:
    """subject → their leaves from index `size` on, in order; by the codes, forwards and back from their counter."""
    codes, leaves = codes_since(size)
    found: dict[int, set[int]] = {}
    everybody = keyring().everybody() if codes else []
    for start in range(0, len(everybody), _AT_ONCE):
        some = everybody[start : start + _AT_ONCE]
        count = trail.counters(some)
        for way in (1, -1):
            _walk({one: count.get(one, 0) + (way > 0) for one in some}, way, codes, found)
    return {one: [decode(leaves[number - size]) for number in sorted(at)] for one, at in found.items()}


def _walk(at: dict[int, int], way: int, codes: Mapping[bytes, int], found: dict[int, set[int]]) -> None:
    """From each person's counter on, one way, as long as one of the next few codes is among these."""
    going = list(at)
    while going:
        asked = [(one, at[one] + way * ahead) for one in going for ahead in range(GAP)]
        asked = [place for place in asked if place[1] > 0]
        said = keyring().sequence_codes(asked, sequence_code)
        hits = [
            (one, counter, codes[code])
            for (one, counter), code in zip(asked, said, strict=True)
            if code is not None and code in codes
        ]
        for one, counter, leaf in hits:
            found.setdefault(one, set()).add(leaf)
            at[one] = counter + way  # the furthest comes last
        going = sorted({one for one, _, _ in hits})


def _was_erased(leaves: Sequence[UseEntry], subject: int) -> bool:
    """Whether an erasure was begun, and the data holds nothing sealed of them any more."""
    if not any(leaf.event in _ENDS for leaf in leaves):
        return False
    return not rows("SELECT 1 FROM records_vaultrow WHERE subject_id = %s LIMIT 1", (subject,))


def _withdraw_again(since: Mapping[int, Sequence[UseEntry]], at: datetime) -> int:
    """The newest word of each consent, as the leaves tell it."""
    done = 0
    for subject, leaves in since.items():
        said = [leaf for leaf in leaves if leaf.event in (Event.CONSENT_GIVEN, Event.CONSENT_WITHDRAWN)]
        last = {(leaf.purpose, leaf.channel.value, leaf.recipient): leaf.event for leaf in said}
        standing = keyring().withdrawals_of(subject)
        for key, event in last.items():
            if event is Event.CONSENT_WITHDRAWN and key not in standing:
                keyring().withdraw(subject, key, at)
                done += 1
    return done


def _as_the_data_says(at: datetime) -> int:
    """Withdrawals and restrictions that stand in the data and not in the key store; marks too."""
    done = 0
    known = set(keyring().standing_withdrawals())
    for subject, purpose, channel, recipient in rows(_WITHDRAWN, (ConsentState.WITHDRAWN.value,)):
        if (subject, purpose, channel, recipient) not in known:
            keyring().withdraw(subject, (purpose, channel, recipient), at)
            done += 1
    standing, holding = keyring().standing_restrictions(), int(freezing.HOLDING)
    for subject, states in rows(
        "SELECT id, states FROM records_subject WHERE (states & %s) <> 0", (holding,)
    ):
        if standing.get(subject, 0) != states & holding:
            keyring().restrict(subject, int(states) & holding, at)
    return done


def _is_frozen(subject: int) -> bool:
    [(states,)] = rows("SELECT states FROM records_subject WHERE id = %s", (subject,))
    return bool(states & SubjectState.FROZEN)


def _without_key() -> list[int]:
    """People with sealed rows, and no key of theirs: they came after the backup, and nothing of theirs ever opens."""
    known = set(keyring().everybody())
    return [
        int(one) for (one,) in rows("SELECT DISTINCT subject_id FROM records_vaultrow") if one not in known
    ]


_WITHDRAWN = "SELECT subject_id, purpose, channel, recipient FROM records_consentnow WHERE state = %s"
