"""The language somebody reads: the one they last answered a question of ours in."""

from __future__ import annotations

from giuloi.records.consents import ConsentRecord
from giuloi.records.database import answering

LANGUAGES = ("vi", "en")


@answering()
def language_of(subject: int) -> str:
    """ "vi" or "en"; Vietnamese for whoever was never asked anything."""
    records = ConsentRecord.objects.filter(subject_id=subject).order_by("-id")
    found = records.values_list("wording__language", flat=True).first()
    return found if found in LANGUAGES else "vi"
