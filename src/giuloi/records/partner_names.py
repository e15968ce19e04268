"""What a shop platform calls the things we hold of a person: noted when they come in, opened to have them erased there.

The blind index finds a person by such a name; from the person to the name there is no way but this one.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import models

from giuloi.core.terms import RetentionClass
from giuloi.records.database import IDS, answering, dialect, id_list, rows
from giuloi.records.keyring import keyring


class PartnerName(models.Model):
    """The name of one thing. `id` is ours: an order's or an account's. `platform` is "woocommerce"; no id of theirs
    stands in clear."""

    id = models.BigIntegerField(primary_key=True)
    subject = models.ForeignKey("records.Subject", models.CASCADE, related_name="+")
    platform = models.TextField()
    key_version = models.IntegerField()
    sealed = models.BinaryField()

    class Meta:
        db_table = "records_partnername"


def note_name(subject: int, record: int, platform: str, name: str, at: datetime) -> None:
    """Keep it, once for each person and thing; in the caller's transaction. An account may pass to another person."""
    if PartnerName.objects.filter(id=record, subject_id=subject).exists():
        return
    keyring().create_keys([(subject, RetentionClass.ORDER)], at)
    version, sealed = keyring().seal_name(subject, record, name)
    found = {"subject_id": subject, "platform": platform, "key_version": version, "sealed": sealed}
    PartnerName.objects.update_or_create(id=record, defaults=found)


@answering()
def names_of(subject: int, platform: str) -> Sequence[str]:
    """What this platform calls their things, in order; what was erased is left out. Raises Undecryptable."""
    names = PartnerName.objects.filter(subject_id=subject, platform=platform)
    opened = (keyring().open_name(subject, one.id, one.key_version, bytes(one.sealed)) for one in names)
    return sorted(name for name in opened if name is not None)


def seal_anew(subject: int, version: int) -> None:
    """Put this person's names that stand under an older key than `version` under the newest; in the caller's
    transaction."""
    for one in PartnerName.objects.select_for_update().filter(subject_id=subject, key_version__lt=version):
        anew = keyring().seal_name_anew(subject, one.id, one.key_version, bytes(one.sealed))
        if anew is not None:
            PartnerName.objects.filter(id=one.id).update(key_version=anew[0], sealed=anew[1])


@answering()
def oldest_versions(subjects: Collection[int]) -> dict[int, int]:
    """subject → the oldest version of their `order` key that any name of theirs stands under."""
    found = PartnerName.objects.filter(subject_id__in=subjects).values_list("subject_id")
    return dict(found.annotate(oldest=models.Min("key_version")))


@answering()
def named_at(subjects: Sequence[int], platform: str) -> list[int]:
    """Those of `subjects` of whom this platform knows anything."""
    found = rows(_NAMED.format(IDS[dialect()]), (id_list(subjects), platform))
    return [int(subject) for (subject,) in found]


_NAMED = "SELECT DISTINCT subject_id FROM records_partnername WHERE subject_id IN ({}) AND platform = %s"
