"""Who asked never to be contacted: a mark that cannot be read back, and that outlives everything else (VI.8).

The mark is a keyed digest of the telephone number, e-mail address or Zalo identity. Its key is the key store's own
and belongs to nobody in particular, so it survives the erasure of any person; without it no number can be tried
against the list. Beside the marks stands who of the people known now is meant, so that an audience can be counted
in the database: made anew whenever such an address is sealed, also for somebody new.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

from django.db import models

from giuloi.core.crypto.blind_index import digest
from giuloi.core.identifiers import norm_v1
from giuloi.core.terms import Channel, NotAnIdentifier, Secret
from giuloi.records.database import answering, rows, run_many
from giuloi.records.keyring import keyring

EVERY_CHANNEL = ""
MARKED = ("phone", "email", "zalo", "messenger")  # what a message can go to
_OF: Mapping[str, str] = {"delivery_phone": "phone", **{name: name for name in MARKED}}
KEY = "do_not_contact"  # the key store's own: nobody's erasure takes it


class DoNotContact(models.Model):
    """One mark: about nobody that could be named. `channel` is "" for every channel."""

    id = models.BigAutoField(primary_key=True)
    mark = models.BinaryField()
    channel = models.TextField(default=EVERY_CHANNEL)
    asked_at = models.DateTimeField()

    class Meta:
        db_table = "records_donotcontact"
        constraints = (models.UniqueConstraint(fields=["mark", "channel"], name="records_donotcontact_once"),)


class NotContacted(models.Model):
    """Who of the people known now is meant by a mark. Goes with the person; the mark stays."""

    id = models.BigAutoField(primary_key=True)
    subject = models.ForeignKey("records.Subject", models.CASCADE, related_name="+")
    channel = models.TextField(default=EVERY_CHANNEL)

    class Meta:
        db_table = "records_notcontacted"
        constraints = (
            models.UniqueConstraint(fields=["subject", "channel"], name="records_notcontacted_once"),
        )


def mark_of(field: str, value: Secret[str], key: str = KEY) -> bytes | None:
    """The keyed digest of an address; None for one that has no normal form (nothing is sent there anyway)."""
    kind = _OF[field]
    try:
        text = value.open()
        normalised = norm_v1(kind, text) if kind in ("phone", "email") else text.strip().casefold()  # type: ignore[arg-type]
    except NotAnIdentifier:
        return None
    return digest(keyring().own_secret(key), kind, normalised) if normalised else None


@answering()
def ask_never(
    subject: int, addresses: Mapping[str, Secret[str]], at: datetime, channels: Iterable[Channel] = ()
) -> None:
    """Note it for these addresses (field → value) and this person; no channel: for every one, ever.

    Joins the caller's transaction. Saying it twice changes nothing.
    """
    wanted = [channel.value for channel in channels] or [EVERY_CHANNEL]
    marks = {mark_of(field, value) for field, value in addresses.items() if field in _OF} - {None}
    noted = [(mark, channel) for mark in marks if mark for channel in wanted]
    # The key store first: restored data does not take back what it knows.
    keyring().never_contact(noted, [(subject, channel) for channel in wanted], at)
    DoNotContact.objects.bulk_create(
        [DoNotContact(mark=mark, channel=channel, asked_at=at) for mark, channel in noted],
        ignore_conflicts=True,
    )
    _write_meant([(subject, channel) for channel in wanted])


@answering()
def replay(at: datetime) -> int:
    """Write every mark the key store knows into the data, and who is meant; how many marks were missing there.

    The other way round, too: marks from before the key store kept them are noted there.
    """
    kept, people = keyring().never_contacted()
    there = {(bytes(mark), channel) for mark, channel in DoNotContact.objects.values_list("mark", "channel")}
    known = {(mark, channel) for mark, channel, _ in kept}
    if there - known:
        keyring().never_contact(there - known, (), at)
    missing = [
        DoNotContact(mark=mark, channel=channel, asked_at=datetime.fromisoformat(asked))
        for mark, channel, asked in kept
        if (mark, channel) not in there
    ]
    DoNotContact.objects.bulk_create(missing, ignore_conflicts=True)
    here = {int(one) for (one,) in rows("SELECT id FROM records_subject")} if people else set()
    _write_meant([(subject, channel) for subject, channel in people if subject in here])
    return len(missing)


def recognise(held: Iterable[tuple[int, Mapping[str, str | None]]]) -> None:
    """Whoever is sealed with an address on the list is meant by it from now on. Joins the caller's transaction."""
    addressed = [
        (subject, field, text)
        for subject, values in held
        for field, text in values.items()
        if field in _OF and text
    ]
    if not addressed or not rows("SELECT 1 FROM records_donotcontact LIMIT 1"):
        return
    told = asked_never(
        [(field, Secret(text)) for _, field, text in addressed],
    )
    _meant(
        [
            (subject, channel)
            for (subject, _, _), channels in zip(addressed, told, strict=True)
            for channel in channels
        ]
    )


@answering()
def asked_never(addresses: Sequence[tuple[str, Secret[str]]]) -> list[frozenset[str]]:
    """For each (field, address) the channels by which it must not be contacted; `EVERY_CHANNEL` is all of them."""
    marks = [mark_of(field, value) for field, value in addresses]
    found: dict[bytes, set[str]] = {}
    listed = DoNotContact.objects.filter(mark__in={mark for mark in marks if mark})
    for mark, channel in listed.values_list("mark", "channel"):
        found.setdefault(bytes(mark), set()).add(channel)
    return [frozenset(found.get(mark or b"", ())) for mark in marks]


def meant(subject: int, channels: Iterable[str]) -> None:
    """An address of theirs was found on the list when it was opened. Joins the caller's transaction."""
    _meant([(subject, channel) for channel in channels])


@answering()
def never(subject: int) -> frozenset[str]:
    """The channels by which this person is never contacted; `EVERY_CHANNEL` is all of them."""
    return frozenset(NotContacted.objects.filter(subject_id=subject).values_list("channel", flat=True))


def _meant(people: Sequence[tuple[int, str]]) -> None:
    if people:
        keyring().never_contact((), people, datetime.now(UTC))
        _write_meant(people)


def _write_meant(people: Sequence[tuple[int, str]]) -> None:
    run_many(
        "INSERT INTO records_notcontacted (subject_id, channel) VALUES (%s, %s) ON CONFLICT DO NOTHING",
        sorted(set(people)),
    )
