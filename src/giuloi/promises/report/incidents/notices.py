"""The customers affected are told: once each, with the six contents of Decree 356/2025 art. 29.2, and proof for each.

    when and how it was found · which of their data · how bad, and the risks · what was, is and will be done ·
    what they should do · whom to ask

In batches, by the one way out (promises/use/contact/outgoing): a process that dies goes on where it stopped, for the
notice itself is the mark, and nobody is told twice. For whoever cannot be reached there is a public text (art. 29.3).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import models

from giuloi.core.bilingual import Words
from giuloi.core.deadline import VIETNAM
from giuloi.core.fields import BY_BIT, FIELDS, names_in
from giuloi.core.terms import GiuloiError
from giuloi.promises.report.incidents.book import writing
from giuloi.promises.report.incidents.duties import duties_of, handed_in
from giuloi.promises.report.incidents.kinds import CUSTOMERS, KIND_WORDS, What
from giuloi.promises.report.incidents.rows import AffectedRow, IncidentRow
from giuloi.promises.report.incidents.writing import parts_of, still_open
from giuloi.promises.use.advertising import refuse_advertising
from giuloi.promises.use.contact.outgoing import Outgoing, State
from giuloi.promises.use.notices import Notice, tell
from giuloi.promises.use.notices.telling import NoticeRow
from giuloi.records.database import answering, joined, rows
from giuloi.records.published import current

AT_ONCE = 200
IN_LINE = (
    1000  # confirmations and answers go by the same line: no more than so many of these stand before them
)
NEEDED = ("act", "risk", "measures", "advice", "act_en", "risk_en", "measures_en", "advice_en")
SEVERITY = {
    1: Words("rất thấp", "very low"),
    2: Words("thấp", "low"),
    3: Words("trung bình", "moderate"),
    4: Words("cao", "high"),
    5: Words("rất cao", "very high"),
}


class NotReady(GiuloiError):
    """A part that the notice needs is not written yet."""

    words = Words(
        "Chưa gửi được: hãy đánh giá rủi ro và ghi đủ sự việc, rủi ro, biện pháp, lời khuyên bằng hai thứ tiếng.",
        "It cannot be sent: assess the risk, and write what happened, the risks, the measures and the advice, "
        "in both languages.",
    )


def text_for(incident: int, fields: int) -> Words:
    """What somebody whose `fields` were affected is told. Raises NotReady, CarriesAdvertising."""
    row, parts = IncidentRow.objects.get(id=incident), parts_of(incident)
    if row.severity is None or not all(parts.get(name) for name in NEEDED):
        raise NotReady("a part of the notice is missing")
    said = _texts(row, parts, fields)
    refuse_advertising(said.vi, said.en)
    return said


def _texts(row: IncidentRow, parts: dict[str, str], fields: int) -> Words:
    at = min(row.known_at, row.data_known_at or row.known_at).astimezone(VIETNAM).strftime("%H:%M %d/%m/%Y")
    kind, bad, shop = KIND_WORDS[row.kind], SEVERITY[row.severity or 1], current().policy.shop
    named = [BY_BIT[one.bit] for one in FIELDS if one.name in names_in(fields)]
    data = Words(", ".join(one.vi for one in named), ", ".join(one.en for one in named))
    ask = f"{shop.get('dpo', '')}; {shop.get('contact', '')}"
    vi = (
        f"1. Phát hiện lúc {at}: {kind.vi}. {parts['act']}\n"
        f"2. Dữ liệu của quý khách có liên quan: {data.vi}.\n"
        f"3. Mức độ: {bad.vi}. {parts['risk']}\n"
        f"4. Tiệm đã, đang và sẽ làm: {parts['measures']}\n"
        f"5. Quý khách nên: {parts['advice']}\n"
        f"6. Hỏi thêm: {ask}."
    )
    en = (
        f"1. Found at {at}: {kind.en}. {parts['act_en']}\n"
        f"2. Your data concerned: {data.en}.\n"
        f"3. How serious: {bad.en}. {parts['risk_en']}\n"
        f"4. What we did, do and will do: {parts['measures_en']}\n"
        f"5. What you should do: {parts['advice_en']}\n"
        f"6. Whom to ask: {ask}."
    )
    return Words(vi, en)


def public_text(incident: int) -> Words:
    """For whoever cannot be reached: the same six contents, with every field that anybody's list has."""
    every = 0
    for (mask,) in rows("SELECT DISTINCT fields FROM report_affected WHERE incident_id = %s", (incident,)):
        every |= int(mask)
    return text_for(incident, every)


def begin_telling(incident: int, at: datetime, by: str) -> None:
    """From now on the clock tells everybody on the list. Raises NotReady, CarriesAdvertising, LookupError."""
    text = public_text(incident)
    with writing(at, by) as book:
        row = still_open(incident)
        if row.telling_since is None:
            IncidentRow.objects.filter(id=incident).update(telling_since=at)
            book.line(incident, What.TELLING, people=_count(incident), vi=text.vi, en=text.en)


def tell_affected(now: datetime) -> int:
    """Put the next batch of every incident in line; returns how many were told. The clock knocks for this."""
    if _in_line() >= IN_LINE:
        return 0
    return sum(_tell_some(one, now) for one in _telling())


@answering()
def _telling() -> list[IncidentRow]:
    return list(
        IncidentRow.objects.filter(closed_at=None).exclude(telling_since=None).order_by("known_at", "id")
    )


@answering()
def _in_line() -> int:
    held = Outgoing.objects.filter(kind=Notice.INCIDENT.value, state=State.QUEUED.value)
    return held[:IN_LINE].count()


def _tell_some(row: IncidentRow, now: datetime) -> int:
    some = rows(_STILL, (row.id, Notice.INCIDENT.value, row.id, AT_ONCE))
    texts = {int(fields): text_for(row.id, int(fields)) for fields in {fields for _, fields in some}}
    with joined():
        told = sum(
            tell(
                Notice.INCIDENT, int(subject), row.id, now, vi=texts[int(fields)].vi, en=texts[int(fields)].en
            )
            for subject, fields in some
        )
    if not some:
        _all_told(row, now)
    return told


def _all_told(row: IncidentRow, now: datetime) -> None:
    """Everybody's notice was sent, or stands as one that cannot be: the report to customers is made."""
    under_way = Outgoing.objects.filter(
        kind=Notice.INCIDENT.value,
        state__in=[State.QUEUED.value, State.CLAIMED.value, State.SENDING.value],
        id__in=NoticeRow.objects.filter(kind=Notice.INCIDENT.value, ground=row.id).values("outgoing_id"),
    )
    if under_way.exists():
        return
    for one in duties_of(row.id):
        if one.to == CUSTOMERS and not one.over:
            told = proof(row.id)
            handed_in(one.id, now, "code/tell_of_incident", f"{told.sent} / {told.people}")


@dataclass(frozen=True, slots=True)
class Proof:
    """How telling went: people on the list, messages sent, still under way, not reached (told in public), gone."""

    people: int
    sent: int
    waiting: int
    unreachable: int
    gone: int


@answering()
def proof(incident: int) -> Proof:
    """In numbers."""
    told = NoticeRow.objects.filter(kind=Notice.INCIDENT.value, ground=incident)
    sent = told.filter(outgoing__state=State.SENT.value).count()
    lost = models.Q(outgoing=None) | models.Q(
        outgoing__state__in=[State.FAILED.value, State.REFUSED.value, State.UNCERTAIN.value]
    )
    unreachable, people = told.filter(lost).count(), _count(incident)
    gone = AffectedRow.objects.filter(incident_id=incident, subject=None).count()
    return Proof(people, sent, max(0, people - gone - sent - unreachable), unreachable, gone)


def proofs(incident: int) -> list[tuple[int, str, str, str, datetime | None]]:
    """(subject, channel, state, the provider's number for it, when) of everybody who was told: proof for each."""
    found = rows(_PROOFS, (Notice.INCIDENT.value, incident))
    return [
        (int(subject), channel or "", state or "unreachable", number or "", at)
        for subject, channel, state, number, at in found
    ]


def _count(incident: int) -> int:
    return int(AffectedRow.objects.filter(incident_id=incident).count())


_STILL = """
SELECT a.subject_id, a.fields FROM report_affected a
WHERE a.incident_id = %s AND a.subject_id IS NOT NULL AND NOT EXISTS
(SELECT 1 FROM use_notice n WHERE n.kind = %s AND n.ground = %s AND n.subject_id = a.subject_id)
ORDER BY a.id LIMIT %s
"""
_PROOFS = """
SELECT n.subject_id, o.channel, o.state, o.provider_id, o.ended_at FROM use_notice n
LEFT JOIN use_outgoing o ON o.id = n.outgoing_id WHERE n.kind = %s AND n.ground = %s ORDER BY n.id
"""
