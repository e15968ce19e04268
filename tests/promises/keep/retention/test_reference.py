"""The one statement for everybody says what the policy's terms say person by person: exactly, over random pasts."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from giuloi.core.deadline import due
from giuloi.core.fields import FIELD, FIELDS
from giuloi.core.policy.keeping import Keeping, Kept, keeping, year_end
from giuloi.core.policy.term_over import latest_start, latest_start_of_year
from giuloi.core.terms import Channel, Duration, Standing
from giuloi.promises.keep.retention.judging import judge, terms_now
from giuloi.records import vault
from giuloi.records.consents import give, withdraw
from giuloi.records.holds import Ground, place_hold
from giuloi.records.published import by_id
from tests.promises.keep.retention.conftest import guest, message, order, second_version
from tests.records.conftest import Shop

NOW = datetime(2038, 3, 1, 3, 0, tzinfo=UTC)
EVER = 2**63 - 1


@dataclass
class Past:
    """What is known of one person, kept beside the tables: what each record began with (None: to come)."""

    subject: int
    standing: Standing
    policy: int
    written: datetime
    records: dict[int, dict[str, datetime | None]] = field(default_factory=dict)
    of_order: set[int] = field(default_factory=set)
    written_at: dict[int, datetime] = field(default_factory=dict)
    agreed: dict[str, datetime] = field(default_factory=dict)
    busy: set[int] = field(default_factory=set)
    held: set[int | None] = field(default_factory=set)
    versions: dict[int, int] = field(default_factory=dict)

    def starts(self, record: int) -> dict[str, datetime | None]:
        """What the terms of one record are counted from."""
        if record:
            return self.records[record]
        found: dict[str, datetime | None] = {}
        for name in ("contract", "order_closed", "case_closed"):
            at = [one[name] for one in self.records.values() if name in one]
            if at:
                found[name] = None if None in at else max(one for one in at if one)
        if self.standing is Standing.MEMBER:
            found |= {"account_closed": None, "registered": self.written}
        if self.agreed:
            found["collected"] = max(self.agreed.values())
        return found


def _judged(past: Past, record: int, name: str) -> tuple[bool, bool]:
    """(only stored, gone), by `keeping` for this one datum."""
    policy, starts = by_id(past.versions.get(record, past.policy)).policy, past.starts(record)
    of_order = record in past.of_order
    agreed = frozenset(past.agreed)
    about = (FIELD[name].mask, past.standing, of_order, agreed)
    speaking = keeping(policy, Kept(*about, {}))
    if not speaking or (past.busy and not record) or record in past.busy:
        return False, False
    begun = [one.rule.start for one in speaking if one.rule.start in starts]
    if begun:
        known = {start: at for start, at in starts.items() if at is not None}
        live = [one for one in keeping(policy, Kept(*about, known)) if one.rule.start in starts]
    else:  # nothing of the kind ever was: counted from when it was written
        written = past.written_at.get(record, past.written)
        every = {one.rule.start for one in speaking} | {one.rule.store_from for one in speaking}
        live = list(keeping(policy, Kept(*about, dict.fromkeys(every - {""}, written))))
    used = all(one.used_until is not None and one.used_until <= NOW for one in live)
    gone = used and all(_stored_over(one) for one in live) and not past.held & {None, record}
    return used and not gone, gone


def _stored_over(one: Keeping) -> bool:
    return one.rule.store is None or (one.stored_until is not None and one.stored_until <= NOW)


@pytest.mark.parametrize("seed", range(4))
def test_the_set_says_of_everybody_what_the_policy_says_of_each(shop: Shop, seed: int) -> None:
    """Guests and members, several orders, open and closed cases, consents given and withdrawn, holds, two versions."""
    chance = random.Random(seed)
    other = second_version(NOW - timedelta(days=4400))
    pasts = [_past(shop, chance, other) for _ in range(40)]
    found = {
        (one.subject, one.record, one.klass): (one.aside, one.gone)
        for one in judge(terms_now(), -1, EVER, NOW)
    }
    seen = 0
    for past in pasts:
        for record, mask in vault.fields_held(past.subject).items():
            for known in FIELDS:
                if mask & known.mask:
                    aside, gone = found.get((past.subject, record, known.klass), (0, 0))
                    told = bool(aside & known.mask), bool(gone & known.mask)
                    assert told == _judged(past, record, known.name), (known.name, past, record)
                    seen += any(told)
    assert seen > 40


def _day(chance: random.Random) -> datetime:
    """A moment of the last thirteen years; often on the very edge of a term, a leap day or a turn of the year."""
    edges = (90, 180, 29, 30, 31, 59, 181, 182, 730, 731, 1095, 1096)
    if chance.random() < 0.4:
        return NOW - timedelta(days=chance.choice(edges), microseconds=chance.choice((-1, 0, 1)))
    if chance.random() < 0.2:
        year = chance.choice((2026, 2027, 2028, 2034))
        return datetime(year, 12, 31, 17, 0, tzinfo=UTC) + timedelta(microseconds=chance.choice((-1, 0, 1)))
    return NOW - timedelta(days=chance.randint(1, 4400), seconds=chance.randint(0, 86399))


def _past(shop: Shop, chance: random.Random, other: int) -> Past:
    standing, policy = chance.choice(list(Standing)), chance.choice((shop.policy_id, other))
    written = _day(chance)
    subject = guest(shop, written, standing, policy)
    past = Past(subject, standing, policy, written)
    for _ in range(chance.randint(0, 3)):
        _an_order(past, chance, chance.choice((shop.policy_id, other)))
    for _ in range(chance.randint(0, 2)):
        at, closed = _day(chance), None if chance.random() < 0.2 else _day(chance)
        record = message(subject, at, closed)
        past.records[record] = {"case_closed": closed}
        past.written_at[record] = at
        if closed is None:
            past.busy |= {record}
    if chance.random() < 0.2:
        vault.seal(subject, {"declaration": "Tôi cam đoan"}, written)
    for purpose in ("promotion", "services"):
        if chance.random() < 0.4:
            at = _day(chance)
            give(subject, [shop.asked(purpose, Channel.EMAIL)], at)
            if chance.random() < 0.4:
                withdraw(subject, [shop.asked(purpose, Channel.EMAIL)], at)
            else:
                past.agreed[purpose] = at
    if chance.random() < 0.2:
        record = chance.choice([None, *past.records])
        place_hold(subject, Ground.DISPUTE, NOW + timedelta(days=1), written, "staff/1", record=record)
        past.held.add(record)
    return past


def _an_order(past: Past, chance: random.Random, version: int) -> None:
    placed, closed = _day(chance), None if chance.random() < 0.2 else _day(chance)
    record = order(past.subject, version, placed, closed, invoice=chance.random() < 0.5)
    past.records[record] = {"contract": placed, "collected": placed, "order_closed": closed}
    past.of_order.add(record)
    past.versions[record] = version
    past.written_at[record] = placed


@pytest.mark.parametrize("text", ["24h", "2wd", "90d", "1m", "6m", "1y", "3y", "10y"])
@pytest.mark.parametrize("now", [
    datetime(2028, 2, 29, 17, 0, tzinfo=UTC),
    datetime(2027, 2, 28, 16, 59, 59, 999999, tzinfo=UTC),
    datetime(2026, 12, 31, 17, 0, tzinfo=UTC),
    datetime(2026, 3, 31, 2, 30, tzinfo=UTC),
])  # fmt: skip
def test_a_term_is_turned_round_to_the_microsecond(text: str, now: datetime) -> None:
    """The latest start is over, and a microsecond later is not: leap days, months of 31 days, ends of years."""
    span, tick = Duration.parse(text), timedelta(microseconds=1)
    start = latest_start(span, now)
    assert start is not None
    assert due(start, span, frozenset()) <= now < due(start + tick, span, frozenset())
    year = latest_start_of_year(span, now)
    assert year is not None
    assert due(year_end(year), span, frozenset()) <= now < due(year_end(year + tick), span, frozenset())
