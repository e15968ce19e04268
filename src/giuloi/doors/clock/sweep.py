"""The clock: knocks when something is due. A sweep is a plain function that does what is due.

Deadlines are rows; a sweep claims them by compare-and-set, so running it twice, or after a crash, is safe.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from time import monotonic, sleep

import structlog
from django.conf import settings
from django.db import close_old_connections


@dataclass(frozen=True, slots=True)
class Sweep:
    """`run(now)` does what is due and returns how much that was; it is called `every` so many seconds."""

    name: str
    every: float
    run: Callable[[datetime], int]


def watch_readiness(now: datetime) -> int:
    """Say in the log which of the installation's own checks fails; returns how many do."""
    from giuloi.records import selfcheck

    failing = sorted(name for name, holds in selfcheck.ready().items() if not holds)
    for name in failing:
        structlog.get_logger().error("not_ready", check=name)
    return len(failing)


def expire_consents(now: datetime) -> int:
    """Record the end of every consent whose time is over."""
    from giuloi.records import consent_ends

    return consent_ends.expire_due(now)


def forget_over(now: datetime) -> int:
    """Take away what people came in by and is over: sessions, codes, challenges, counts of tries."""
    from giuloi.promises.collect import checkouts
    from giuloi.records.access import codes, limits, passkey_challenges, sessions, visits

    every = (sessions, codes, passkey_challenges, limits, visits, checkouts)
    return sum(over.forget_over(now) for over in every)


def tell_webhooks(now: datetime) -> int:
    """Tell the shop's own systems what happened."""
    from giuloi.promises.share import telling

    return telling.tell(now)


def forget_requests(now: datetime) -> int:
    """Forget how often keys came in minutes that are over, and requests that are older than a day."""
    from giuloi.records.access import key_rates, repeats

    return key_rates.forget_minutes(now) + repeats.forget_repeats(now)


def escalate_requests(now: datetime) -> int:
    """Raise every request that nears its hour, or missed it, to the level it has reached."""
    from giuloi.promises.answer import escalation

    return escalation.escalate(now)


def send_alerts(now: datetime) -> int:
    """Write to whoever of the shop is to be told of such a request, a customer's or an authority's."""
    from giuloi.promises.answer import authority_letters, letters

    return letters.send_alerts(now) + authority_letters.send_alerts(now)


def watch_crossings(now: datetime) -> int:
    """Write down who abroad may get anything from now on: the dossier is owed within 60 days."""
    from giuloi.promises.report.crossing import watching

    return watching.watch_crossings(now)


def find_stops(now: datetime) -> int:
    """Write down which recipients have to be told that a consent was taken back (VI.3)."""
    from giuloi.promises.share.stopping import finding

    return finding.find_stops(now)


def watch_authorities(now: datetime) -> int:
    """Raise authorities' files that near their hour, end secrecy whose day has come, drop packages that are over."""
    from giuloi.promises.share.authority import handing, releasing, secrecy, watching

    done = watching.watch(now) + secrecy.tell_due(now)
    return done + handing.drop_over(now) + releasing.close_left_open(now)


def fetch_mail(now: datetime) -> int:
    """Take the letters in the shop's mailbox in, where one is set."""
    from django.conf import settings

    from giuloi.promises.answer import incoming
    from giuloi.promises.use.inbound.imap import fetch

    return fetch(settings.MAIL_BOX, incoming.take, now) if settings.MAIL_BOX else 0


def settle_receipts(now: datetime) -> int:
    """Write down what became of the messages that went out."""
    from giuloi.promises.use import settling

    return settling.settle(now)


def forget_letters(now: datetime) -> int:
    """Forget which letters came a month ago."""
    from giuloi.promises.use.inbound import once

    return once.forget_letters(now)


def settle_withdrawn(now: datetime) -> int:
    """Hand orders whose consent was withdrawn to customer care, whichever way the withdrawal came in (VI.7)."""
    from giuloi.promises.collect import withdrawn

    return withdrawn.sweep_withdrawn(now)


def close_delivered(now: datetime) -> int:
    """Close what was delivered and paid, once nobody asked for anything more about it (I.1)."""
    from giuloi.promises.collect import closing

    return closing.close_delivered(now)


def erase_due(now: datetime) -> int:
    """Carry on with every erasure whose next step is due (VI.2)."""
    from giuloi.promises.keep.erasure import sweeping

    return sweeping.erase_due(now)


def send_messages(now: datetime) -> int:
    """Send replies and notices that wait."""
    from giuloi.promises.answer import noticing
    from giuloi.promises.use import sending

    noticing.hand_out(now)
    return sending.send_due(now)


def tell_of_policy(now: datetime) -> int:
    """Tell who accepted an older version of the policy that there is a new one (VIII.3), a batch at a time."""
    from giuloi.promises.use.notices import policy_changed

    return policy_changed.tell_members(now)


def send_campaigns(now: datetime) -> int:
    """Go on with the campaigns that run, for a few seconds: others wait for the clock too."""
    from giuloi.promises.use.outreach import sending

    return sending.run_due(CAMPAIGN_SECONDS)


def carry_out_rights(now: datetime) -> int:
    """Carry out the rights over data that software can, under the name of whoever answers for it (IV.3)."""
    from giuloi.promises.answer.rights import carrying_out

    return carrying_out.carry_out_due(now)


def keep_no_longer(now: datetime) -> int:
    """Once a day, from two in the morning: only store what is past its use, erase what is past its time (IV.1)."""
    from giuloi.promises.keep.retention import run

    return run.keep_no_longer(now)


def rotate_keys(now: datetime) -> int:
    """Begin a new epoch and a new quarter of the index when it is time, move what is alive, destroy what is over."""
    from giuloi.records.keyring import keyring

    ring = keyring()
    done = int(ring.rotate(timedelta(days=settings.GIULOI_EPOCH_DAYS), now)) + ring.rotate_indexes(now)
    # In short transactions, and not for ever: what is left waits for the next knock, a minute later.
    until = monotonic() + ROTATION_SECONDS
    while monotonic() < until and (moved := ring.rewrap() or ring.reindex()):
        done += moved
        sleep(ROTATION_PAUSE)
    return done + len(ring.destroy_epochs(now)) + len(ring.destroy_index_keys(now))


def renew_keys(now: datetime) -> int:
    """Renew the keys under which single records were erased; the old ones go with the last backup that needs them."""
    from giuloi.records import renewal

    return renewal.renew_after_erasing(now, timedelta(days=settings.GIULOI_BACKUP_DAYS))


def remind_of_incidents(now: datetime) -> int:
    """Say before the hour of each incident report that it comes, and let go of what was lifted (IV.7)."""
    from giuloi.promises.report.incidents import containment, reminding

    return reminding.remind(now) + containment.settle(now)


def write_of_incidents(now: datetime) -> int:
    """Write to whoever of the shop is to be told of such a report."""
    from giuloi.promises.report.incidents import reminding

    return reminding.send_reminders(now)


def tell_of_incidents(now: datetime) -> int:
    """Tell the customers whom an incident affected, a batch at a time."""
    from giuloi.promises.report.incidents import notices

    return notices.tell_affected(now)


def open_alarms(now: datetime) -> int:
    """Open an incident for every alarm that waits for one: within a minute, whenever the clock came back (IV.7)."""
    from giuloi.promises.report.detection import watching

    return watching.open_waiting(now)


def look_for_attacks(now: datetime) -> int:
    """Hold the keys that were handed out against the ledger, and the ledger against its heads."""
    from giuloi.promises.report.detection import watching

    return watching.look(now)


def read_backups_back(now: datetime) -> int:
    """Read the newest backups back: one that was altered is an alarm before it is needed."""
    from giuloi.promises.report.detection import watching

    return watching.look_at_backups(now)


def end_emergency_access(now: datetime) -> int:
    """Shut every emergency access whose hour is over."""
    from giuloi.promises.report.break_glass import access

    return access.end_due(now)


def back_up(now: datetime) -> int:
    """Make the day's backup and take away those that are older than is kept, where a place for them is named."""
    from giuloi.records.backup import daily

    return daily.daily(now)


ROTATION_SECONDS = 5.0
ROTATION_PAUSE = 0.02  # between two batches: whoever reads or writes keys meanwhile gets in
CAMPAIGN_SECONDS = 3.0
SWEEPS: tuple[Sweep, ...] = (
    Sweep("readiness", 30.0, watch_readiness),
    Sweep("consents", 60.0, expire_consents),
    Sweep("access", 300.0, forget_over),
    Sweep("requests", 300.0, forget_requests),
    Sweep("escalation", 30.0, escalate_requests),
    Sweep("authority", 30.0, watch_authorities),
    Sweep("alerts", 30.0, send_alerts),
    Sweep("withdrawn", 30.0, settle_withdrawn),
    Sweep("closing", 300.0, close_delivered),
    Sweep("erasures", 30.0, erase_due),
    Sweep("webhooks", 1.0, tell_webhooks),
    Sweep("receipts", 10.0, settle_receipts),
    Sweep("campaigns", 1.0, send_campaigns),
    Sweep("policy", 10.0, tell_of_policy),
    Sweep("mail", 60.0, fetch_mail),
    Sweep("letters", 3600.0, forget_letters),
    Sweep("rights", 5.0, carry_out_rights),
    Sweep("backup", 900.0, back_up),
    Sweep("retention", 30.0, keep_no_longer),
    Sweep("keys", 60.0, rotate_keys),
    Sweep("renewal", 60.0, renew_keys),
    Sweep("incidents", 30.0, remind_of_incidents),
    Sweep("incident_letters", 30.0, write_of_incidents),
    Sweep("incident_notices", 5.0, tell_of_incidents),
    Sweep("crossings", 60.0, watch_crossings),
    Sweep("stops", 10.0, find_stops),
    Sweep("alarms", 2.0, open_alarms),
    Sweep("detection", 20.0, look_for_attacks),
    Sweep("backup_read", 6 * 3600.0, read_backups_back),
    Sweep("break_glass", 1.0, end_emergency_access),
    Sweep("outgoing", 1.0, send_messages),
)


SENDING = frozenset({"alerts", "campaigns", "incident_letters", "outgoing"})


def of_this_process() -> list[Sweep]:
    """All of them; in the demo all but those that send, for its inbox is in the memory of the web process."""
    return [one for one in SWEEPS if not (settings.GIULOI_DEMO and one.name in SENDING)]


def send_from_here() -> None:
    """The demo's web process runs what sends itself, so that it all lands in the one inbox that its page shows."""
    sweeps = [one for one in SWEEPS if one.name in SENDING]
    # A daemon: it ends with the server, and what was not sent waits in its rows.
    threading.Thread(
        target=run_forever, args=(threading.Event(), sweeps), name="sending", daemon=True
    ).start()


def run_forever(stop: threading.Event, sweeps: Sequence[Sweep] | None = None) -> None:
    """Run each sweep when it is due, one after the other, until `stop` is set."""
    sweeps = of_this_process() if sweeps is None else sweeps
    due = dict.fromkeys((sweep.name for sweep in sweeps), monotonic())
    while not stop.is_set():
        for sweep in sweeps:
            if monotonic() >= due[sweep.name] and not stop.is_set():
                due[sweep.name] = monotonic() + sweep.every
                _knock(sweep)
        stop.wait(max(0.01, min([*due.values(), monotonic() + 1.0]) - monotonic()))


def _knock(sweep: Sweep) -> None:
    log = structlog.get_logger()
    close_old_connections()
    try:
        done = sweep.run(datetime.now(UTC))
    # Broad on purpose: one sweep that fails must not keep the others from their deadlines; it comes again.
    except Exception as error:
        log.error("sweep_failed", sweep=sweep.name, exc_info=error)
    else:
        if done:
            log.info("sweep_done", sweep=sweep.name, count=done)
    finally:
        close_old_connections()
