"""What the clock knocks for: alarms become incident files, and what can be compared is compared.

Alarms stand in the key store's watch book before anything else happens (records/keyring/alarms.py), so a clock that
was dead, or killed between two steps here, finds them at its next knock. A file that the same alarm opened before is
joined, so doing it twice opens none twice.
"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from giuloi.core.terms import NotServing, Undecryptable
from giuloi.promises.report.incidents.kinds import IncidentKind
from giuloi.promises.report.incidents.opening import open_incident
from giuloi.promises.report.incidents.whole import LOOKED_AT, faults
from giuloi.records.backup import making
from giuloi.records.backup.daily import shelf_of
from giuloi.records.backup.shelf import Kind
from giuloi.records.keyring import keyring
from giuloi.records.keyring.alarms import MISMATCH, TAMPERED, Alarm
from giuloi.records.uses.handed import Compared, compare
from giuloi.records.uses.health import ledger_fault

BY = "code/detection"


def open_waiting(now: datetime) -> int:
    """Open or join an incident for each alarm that has none; returns how many. Each durable by itself."""
    alarms = keyring().alarms_waiting()
    for alarm in alarms:
        keyring().alarm_belongs(alarm.id, _opened(alarm, now), now)
    return len(alarms)


def _opened(alarm: Alarm, now: datetime) -> int:
    evidence: dict[str, str | int] = {"actor": alarm.actor, "purpose": alarm.purpose, "times": alarm.times}
    # Detected when it was written; a clock that was set back does not keep the file from being opened.
    detected = min(alarm.at, now)
    return open_incident(IncidentKind(alarm.kind), now, detected, BY, {**evidence, **alarm.said})


def look(now: datetime) -> int:
    """Compare the newest hand-outs with the ledger and the ledger with its heads; returns how much was wrong."""
    replaced = int(keyring().watch_book_replaced(now))
    return replaced + _mismatch(compare(now), now) + _tampered(now, whole=False)


def detect(now: datetime) -> dict[str, int | str]:
    """All of it, whole: every remembered hand-out, every leaf, every line of the incidents, every backup.

    What is found is an alarm like any other. Returns figures and words for whoever asked.
    """
    replaced = int(keyring().watch_book_replaced(now))
    compared, fault = compare(now, whole=True), ledger_fault(whole=True)
    lines = len(faults())
    found = replaced + _mismatch(compared, now) + _tampered(now, whole=True)
    broken = look_at_backups(now, all_of_them=True)
    open_waiting(now)
    return {
        "handed_out": compared.checked,
        "waiting": compared.waiting,
        "without_use": compared.nowhere,
        "ledger": fault or "ok",
        "incident_faults": lines,
        "backups_broken": broken,
        "new_alarms": found + broken,
    }


def look_at_backups(now: datetime, *, all_of_them: bool = False) -> int:
    """Read back the newest backup of each kind (or all): how many are not what was written. An alarm for each."""
    if settings.GIULOI_BACKUP_DIR is None:
        return 0
    broken = 0
    for kind in Kind:
        found = shelf_of(kind).all()
        for backup in found if all_of_them else found[-1:]:
            try:
                making.verify(backup)  # raises the alarm itself, whoever asks
            except (Undecryptable, NotServing):
                broken += 1
    return broken


def _mismatch(compared: Compared, now: datetime) -> int:
    if not compared.nowhere or compared.first is None:
        return 0
    said: dict[str, str | int] = {
        "what": "handed_out",
        "keys": compared.nowhere,
        "since": compared.first.isoformat(),
    }
    return int(keyring().alarm_once(MISMATCH, now, said))


def _tampered(now: datetime, *, whole: bool) -> int:
    """One alarm for each thing that is wrong, said once: it stays wrong until somebody mends it."""
    fault = ledger_fault(whole=whole)
    found: list[dict[str, str | int]] = [{"what": "ledger", "fault": fault}] if fault else []
    found += [
        {"what": "incidents", "line": one.number, "fault": one.words.en}
        for one in faults(None if whole else LOOKED_AT)
    ]
    return sum(keyring().alarm_once(TAMPERED, now, one) for one in found)
