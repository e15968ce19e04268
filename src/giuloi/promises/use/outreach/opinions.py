"""Opinions after buying, asked under a consent of their own: a page behind a link that nobody guesses (I.4).

What somebody writes is sealed as theirs; what can be counted is counted without them. Staff read it through the gate,
in the campaign's case, and nowhere else. Somebody known to be young is not asked and not recorded (VII.1).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import models

from giuloi.core.terms import Channel, ConsentState, SubjectState
from giuloi.records import consents, vault
from giuloi.records.database import answering, durable, rows, run
from giuloi.records.ids import new_id, new_token
from giuloi.records.subjects import standing_of

RATINGS = range(1, 6)
FEWEST = 5  # of one rating, for their number to be shown
LONGEST = 5_000  # characters of what somebody writes
_CLOSED = SubjectState.MINOR | SubjectState.FROZEN | SubjectState.RESTRICTED


class OpinionLink(models.Model):
    """One link that was sent out; `record` is where its answer is sealed. The token itself is nowhere."""

    id = models.BigAutoField(primary_key=True)
    token_hash = models.BinaryField(unique=True)
    campaign = models.ForeignKey("use.CampaignRow", models.CASCADE, related_name="+")
    subject = models.ForeignKey("records.Subject", models.CASCADE, related_name="+")
    record_id = models.BigIntegerField()
    made_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "use_opinion_link"


class OpinionCount(models.Model):
    """How many gave which rating: numbers without anybody."""

    pk = models.CompositePrimaryKey("campaign_id", "rating")
    campaign = models.ForeignKey("use.CampaignRow", models.CASCADE, related_name="+")
    rating = models.SmallIntegerField()
    count = models.BigIntegerField()

    class Meta:
        db_table = "use_opinion_count"


@dataclass(frozen=True, slots=True)
class Asking:
    """What stands behind a link. `open`: an answer is taken (once, and while the consent to being asked stands)."""

    link: int
    campaign: int
    subject: int
    record: int
    answered: bool
    open: bool


@answering()
def links(campaign: int, people: Sequence[int], at: datetime) -> list[str]:
    """A link for each of these people: "/opinion/<token>", seen only now. Joins the caller's transaction."""
    made = [(subject, new_token()) for subject in people]
    OpinionLink.objects.bulk_create(
        OpinionLink(
            token_hash=_hash(token), campaign_id=campaign, subject_id=subject, record_id=new_id(), made_at=at
        )
        for subject, token in made
    )
    return [f"/opinion/{token}" for _, token in made]


@answering()
def behind(token: str) -> Asking | None:
    """What stands behind a token; None for no link of ours."""
    found = OpinionLink.objects.filter(token_hash=_hash(token)).select_related("campaign").first()
    if found is None:
        return None
    standing = standing_of(found.subject_id)
    key = (found.campaign.purpose, Channel(found.campaign.channel).value, "")
    agreed = consents.states_of(found.subject_id).get(key) is ConsentState.GIVEN
    answered = found.answered_at is not None
    is_open = standing is not None and not standing[1] & _CLOSED and agreed and not answered
    return Asking(found.id, found.campaign_id, found.subject_id, found.record_id, answered, is_open)


def answer(asking: Asking, rating: int, text: str, at: datetime) -> bool:
    """Seal what somebody thinks, once. False where nothing is taken (any more); raises ValueError beyond the form."""
    if rating not in RATINGS or len(text) > LONGEST:
        raise ValueError("a rating is from 1 to 5, and a text has an end")
    if not asking.open:
        return False
    with durable():
        first = OpinionLink.objects.filter(id=asking.link, answered_at=None).update(answered_at=at)
        if not first:
            return False
        said = json.dumps({"rating": rating, "text": text.strip()}, ensure_ascii=False)
        vault.seal(asking.subject, {"opinion": said}, at, asking.record)
        run(_COUNT, (asking.campaign, rating))
    return True


@answering()
def ratings(campaign: int) -> dict[int, int | None]:
    """rating → how many gave it; None for fewer than FEWEST: whoever knows who was asked could tell whose one is."""
    found = OpinionCount.objects.filter(campaign_id=campaign).order_by("rating")
    return {one.rating: one.count if one.count >= FEWEST else None for one in found}


def answered(campaign: int, after: int, most: int) -> list[tuple[int, int, int]]:
    """(row, person, record) of the next answers behind row `after`: to be opened through the gate, in its case."""
    return [
        (int(row), int(subject), int(record))
        for row, subject, record in rows(
            "SELECT id, subject_id, record_id FROM use_opinion_link "
            "WHERE campaign_id = %s AND answered_at IS NOT NULL AND id > %s ORDER BY id LIMIT %s",
            (campaign, after, most),
        )
    ]


def _hash(token: str) -> bytes:
    # A plain hash is enough: the token has 256 random bits, so there is nothing to guess or to slow down.
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()


_COUNT = """
INSERT INTO use_opinion_count (campaign_id, rating, count) VALUES (%s, %s, 1)
ON CONFLICT (campaign_id, rating) DO UPDATE SET count = use_opinion_count.count + 1
"""
