"""Coming back from a backup: old data, today's keys, today's ledger. In steps that a crash may cut off anywhere.

::

    looked at  -> placing    the data that was replaced is kept aside
               -> replaying  erasures, withdrawals, restrictions; the ledger's leaves since; what waited is held back
               -> confirming served again, nothing is sent
               -> (confirmed) what was kept aside is erased

Until it is confirmed `undo` puts the replaced data back, through the same replay: it is old data then as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.core.management import call_command
from django.db import DatabaseError

from giuloi.core.bilingual import Words
from giuloi.core.terms import GiuloiError, NotServing, Unavailable
from giuloi.records.backup import copies, frozen, making
from giuloi.records.backup.carried import Carried, carried_over, carry, forget_carried, whole_tables
from giuloi.records.backup.frozen import Phase, Restore
from giuloi.records.backup.held_back import hold_back
from giuloi.records.backup.keys_back import release
from giuloi.records.backup.replay import Replayed, replay
from giuloi.records.backup.shelf import Backup, room_for
from giuloi.records.database import dialect, durable, rows, run
from giuloi.records.keyring import keyring
from giuloi.records.keyring.serials import Serials
from giuloi.records.places import places
from giuloi.records.published import forget
from giuloi.records.uses.reconcile import Reconciled, check_ledger, reconcile
from giuloi.records.uses.sequencer import integrate

REPLACED = "the data that was replaced"  # in place of a backup's name


@dataclass(frozen=True, slots=True)
class Done:
    """What a restore did, for the operator to read before confirming."""

    backup: str
    replayed: Replayed
    ledger: Reconciled
    held_back: Mapping[str, int]
    carried: Carried
    unknown_policies: tuple[str, ...]


def check(backup: Backup) -> None:
    """Everything that speaks against restoring this one, before anything is touched; raises with the reason."""
    if (restore := frozen.under_way()) is not None:
        raise NotServing(
            f"the restore of {restore.backup} is not over: `giuloi restore resume`, `confirm` or `undo` comes first"
        )
    if backup.facts.database != dialect():
        raise NotServing(f"this backup is of {backup.facts.database}, the database is {dialect()}")
    ring = keyring()
    ring.open_epochs()
    Serials(places().heads).check(ring.serial())
    if ring.serial() < backup.facts.serial:
        raise NotServing("the key store is older than this backup: put the newest one back")
    check_ledger(backup.facts.ledger, backup.facts.head)
    making.verify(backup)
    room_for(places().data, backup.plain)


def restore(backup: Backup, at: datetime) -> Done:
    """All of it up to the confirmation. Raises what `check` raises, with nothing touched."""
    check(backup)
    carry(_read_while_there(at))
    frozen.note(Restore(Phase.PLACING, backup.facts.name, backup.facts.at, at.isoformat()))
    return resume(backup, at)


def resume(backup: Backup | None, at: datetime) -> Done:
    """From where it was cut off. `backup` is the one the restore began with: None for an `undo`."""
    begun = frozen.under_way()
    if begun is None:
        raise NotServing("no restore is under way")
    if begun.phase is Phase.PLACING:
        if backup is not None:
            copies.place(making.read(backup))
        else:
            copies.take_back()
        begun = replace(begun, phase=Phase.REPLAYING)
        frozen.note(begun)
    done = _replayed(begun.backup, at)
    frozen.note(replace(begun, phase=Phase.CONFIRMING, found=found(done)))
    return done


def undo(at: datetime) -> Done:
    """Put the data back that was replaced, with what must not be rolled back written into it as well."""
    begun = frozen.under_way()
    if begun is None or begun.backup == REPLACED:
        raise NotServing("no restore is under way that could be taken back")
    if not copies.is_aside():
        raise NotServing("no data was replaced: there is nothing to put back")
    frozen.note(Restore(Phase.PLACING, REPLACED, begun.at, at.isoformat()))
    return resume(None, at)


def confirm(at: datetime) -> bool:
    """Sending goes on; what was kept aside is erased. Whether anything was."""
    begun = frozen.under_way()
    if begun is None or begun.phase is not Phase.CONFIRMING:
        raise NotServing("there is nothing to confirm: see `giuloi restore status`")
    release(begun.frozen, at)
    erased = copies.forget_aside()
    forget_carried()
    frozen.over()
    return erased


def found(done: Done) -> tuple[Words, ...]:
    """The same as short lines, kept with the marker: numbers and words, nobody's data."""
    again, ledger, kept = done.replayed, done.ledger, done.carried
    return (
        Words(
            f"xóa lại: {again.people} người, {again.parts} dòng niêm phong",
            f"erased again: {again.people} people, {again.parts} sealed rows",
        ),
        Words(
            f"ghi lại: {again.withdrawals} lần rút, {again.restrictions} hạn chế, {again.marks} dấu đừng liên hệ",
            f"written again: {again.withdrawals} withdrawals, {again.restrictions} restrictions, {again.marks} marks",
        ),
        Words(
            f"kết thúc lại: {again.expiries} đồng ý đã dùng hết",
            f"ended again: {again.expiries} consents that were used up",
        ),
        Words(
            f"dòng sổ từ lúc sao lưu: {ledger.since}; lần dùng chờ đã có dòng: {ledger.dropped}",
            f"leaves since the backup: {ledger.since}; pending uses that have theirs: {ledger.dropped}",
        ),
        *(
            Words(f"giữ lại, có thể đã gửi: {table} {count}", f"held back, perhaps sent: {table} {count}")
            for table, count in sorted(done.held_back.items())
        ),
        Words(
            f"mang sang: {kept.holds} lệnh giữ, {kept.revoked} khóa hoặc người đã thôi",
            f"carried over: {kept.holds} holds, {kept.revoked} keys or people that ended since",
        ),
        Words(
            f"yêu cầu đến sau bản sao, không còn trong dữ liệu: {kept.requests}",
            f"requests that came in since and are not in the data: {kept.requests}",
        ),
        *(
            Words(
                f"chính sách công bố sau bản sao, hãy công bố lại: {one}",
                f"a policy since, publish it again: {one}",
            )
            for one in done.unknown_policies
        ),
    )


def _replayed(backup: str, at: datetime) -> Done:
    forget()
    call_command("migrate", interactive=False, verbosity=0)  # a backup may be older than the tables
    if backup != REPLACED:
        whole_tables()  # first: codes drawn ahead are among them
    ledger = reconcile()
    again = replay(at)
    held = hold_back(at) if backup != REPLACED else {}
    _end_visits()
    carried = carried_over(at) if backup != REPLACED else Carried()
    if not integrate():
        raise Unavailable(
            "the ledger could not take in what was written: `giuloi restore resume` tries again"
        )
    known = {hash_ for (hash_,) in rows("SELECT hash FROM records_publishedpolicy")}
    return Done(backup, again, ledger, held, carried, tuple(sorted(ledger.policies - known)))


def _end_visits() -> None:
    """Who was signed in then need not be now: sessions and codes end, also those that ended since."""
    with durable():
        for table in ("records_session", "records_accesscode", "records_passkeychallenge"):
            run(f"DELETE FROM {table}")  # noqa: S608  constants


def _read_while_there(at: datetime) -> Carried | None:
    """What today's data knows and the backup cannot; None where it does not answer, which may be why we are here.

    Uses that still wait there get their leaves first: what was opened stays told.
    """
    try:
        integrate()
        return Carried.of_today(at)
    except (GiuloiError, OSError, DatabaseError):
        return None
