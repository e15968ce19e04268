"""The draft of the next policy: one for the whole shop, kept beside the data, no personal data in it.

Whoever saves says which state of the draft they had before them: of two who edit at once, the second is told.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import models

from giuloi.core.bilingual import Words
from giuloi.core.terms import GiuloiError
from giuloi.records.database import answering, durable, joined

MOST_CHARACTERS = 200_000  # of each text: the shipped policy has some 25,000
_ONLY = 1


class PolicyDraft(models.Model):
    """The texts as typed, by file name; `state` counts each saving; `changed_by` is a pseudonym of staff."""

    id = models.SmallIntegerField(primary_key=True)
    state = models.BigIntegerField()
    sources = models.TextField()
    changed_at = models.DateTimeField()
    changed_by = models.TextField()

    class Meta:
        db_table = "console_policydraft"


class Done(models.Model):
    """A form that was carried out: its one-time number, so that the same form sent twice does one thing."""

    number = models.TextField(primary_key=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "console_done"


class ChangedMeanwhile(GiuloiError):
    """Somebody else saved the draft after it was shown here."""

    words = Words(
        "Trong lúc đó có người khác đã sửa bản nháp. Chữ bạn gõ còn nguyên dưới đây; hãy tải lại để xem bản của họ.",
        "Somebody else changed the draft meanwhile. What you typed is still below; reload to see theirs.",
    )


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft as it stands. `state` is 0 for one that was never saved."""

    sources: Mapping[str, str]
    state: int
    changed_at: datetime | None = None
    changed_by: str = ""


@answering()
def draft() -> Draft | None:
    """The draft, None while there is none."""
    row = PolicyDraft.objects.filter(id=_ONLY).first()
    if row is None:
        return None
    return Draft(json.loads(row.sources), row.state, row.changed_at, row.changed_by)


def keep(sources: Mapping[str, str], state: int, by: str, at: datetime) -> Draft:
    """Keep these texts, in the place of the draft of that state. Raises ChangedMeanwhile."""
    values = {"sources": json.dumps(dict(sources), ensure_ascii=False), "changed_at": at, "changed_by": by}
    with durable():
        if state == 0:
            _, made = PolicyDraft.objects.get_or_create(id=_ONLY, defaults={**values, "state": 1})
        else:
            waiting = PolicyDraft.objects.filter(id=_ONLY, state=state)
            made = bool(waiting.update(**values, state=state + 1))
    if not made:
        raise ChangedMeanwhile(ChangedMeanwhile.words.en)
    return Draft(sources, state + 1, at, by)


def throw_away(state: int) -> None:
    """There is no draft of that state any more; what a colleague kept meanwhile stays."""
    with durable():
        PolicyDraft.objects.filter(id=_ONLY, state=state).delete()


def first_time(number: str, at: datetime) -> bool:
    """Whether a form with this one-time number is carried out now; False when it was before.

    Joins the caller's transaction: a form that is not carried out has used nothing up.
    """
    with joined():
        return Done.objects.get_or_create(number=number[:64], defaults={"at": at})[1]
