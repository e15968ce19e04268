"""Until when something is kept: the policy's terms, counted from what is known of the person and the order.

Using and storing are two terms (IV.1): used until the first, then only stored until the second, under the law
that is cited. Where the term has not begun yet (an order that is open), it is said from when it will count.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import datetime

from giuloi.core.bilingual import Words
from giuloi.core.deadline import VIETNAM, due
from giuloi.core.policy.clauses import Policy, Retention
from giuloi.core.terms import Duration, Standing, Unit

_OF_AN_ACCOUNT = frozenset({"account_closed", "registered"})


@dataclass(frozen=True, slots=True)
class Keeping:
    """One rule about one datum. The dates are None where the term has not begun."""

    rule: Retention
    used_until: datetime | None
    stored_until: datetime | None


@dataclass(frozen=True, slots=True)
class Kept:
    """What is known of a datum: whose, whether of an order, the topics agreed to, and when which term began."""

    fields: int
    standing: Standing
    of_order: bool
    agreed: Set[str]
    starts: Mapping[str, datetime]


def keeping(policy: Policy, kept: Kept) -> tuple[Keeping, ...]:
    """Every rule that speaks of it, in the policy's order; none means that the policy gives it no term."""
    speaking = [
        rule for rule in policy.retentions if rule.fields & kept.fields and _agreed(policy, rule, kept)
    ]
    account = [rule for rule in speaking if rule.start in _OF_AN_ACCOUNT]
    others = [rule for rule in speaking if rule.start not in _OF_AN_ACCOUNT]
    if kept.standing is Standing.MEMBER and account and not kept.of_order:
        # A member's own data stay with the account; the term for guests' contact data is not theirs.
        chosen = [rule for rule in speaking if rule in account or rule.start != "order_closed"]
    else:
        chosen = others or account
    return tuple(_counted(rule, kept.starts) for rule in chosen)


def _agreed(policy: Policy, rule: Retention, kept: Kept) -> bool:
    """A term for side purposes alone is nobody's who agreed to none of them."""
    purposes = [policy.purposes[name] for name in rule.purposes if name in policy.purposes]
    only_topics = bool(purposes) and all(purpose.topic for purpose in purposes)
    return not only_topics or bool(rule.purposes & kept.agreed)


def _counted(rule: Retention, starts: Mapping[str, datetime]) -> Keeping:
    used = _over(starts.get(rule.start), rule.use)
    if rule.store is None:
        return Keeping(rule, used, None)
    begun = starts.get(rule.store_from or rule.start)
    if rule.store_from == "end_of_fiscal_year" and rule.start in starts:
        begun = year_end(starts[rule.start])
    return Keeping(rule, used, _over(begun, rule.store))


def _over(start: datetime | None, span: Duration) -> datetime | None:
    return None if start is None else due(start, span, frozenset())


def year_end(at: datetime) -> datetime:
    """The end of the fiscal year, which is the calendar's unless a shop told the tax office otherwise."""
    return datetime(at.astimezone(VIETNAM).year + 1, 1, 1, tzinfo=VIETNAM)


def said(keeping: Keeping) -> Words:
    """ "dùng đến 20/02/2027, rồi cất riêng đến 22/11/2029": in both languages."""
    rule = keeping.rule
    used = _until(keeping.used_until, rule.use, rule.start)
    if rule.store is None:
        return Words(f"dùng đến {used.vi}", f"used until {used.en}")
    stored = _until(keeping.stored_until, rule.store, rule.store_from or rule.start)
    return Words(
        f"dùng đến {used.vi}; cất riêng, không dùng nữa, đến {stored.vi}",
        f"used until {used.en}; then only stored, until {stored.en}",
    )


def _until(at: datetime | None, span: Duration, start: str) -> Words:
    if at is not None:
        day = at.astimezone(VIETNAM).strftime("%d/%m/%Y")
        return Words(day, day)
    how_long, since = lasting(span), STARTS.get(start, Words(start, start))
    return Words(f"{how_long.vi} sau khi {since.vi}", f"{how_long.en} after {since.en}")


def lasting(span: Duration) -> Words:
    """A span in words: 90 ngày, 90 days."""
    unit = _UNITS[span.unit]
    return Words(f"{span.value} {unit.vi}", f"{span.value} {unit.en}{'s' if span.value > 1 else ''}")


_UNITS: Mapping[Unit, Words] = {
    Unit.HOURS: Words("giờ", "hour"),
    Unit.WORKING_DAYS: Words("ngày làm việc", "working day"),
    Unit.DAYS: Words("ngày", "day"),
    Unit.MONTHS: Words("tháng", "month"),
    Unit.YEARS: Words("năm", "year"),
}

# Words for vocabulary.RETENTION_STARTS, after "sau khi" and "after".
STARTS: Mapping[str, Words] = {
    "collected": Words("quý khách đồng ý", "you agreed"),
    "registered": Words("đăng ký", "registration"),
    "contract": Words("giao kết", "the contract"),
    "order_closed": Words("đơn đóng", "the order is closed"),
    "case_closed": Words("vụ việc đóng", "the case is closed"),
    "last_contact": Words("liên lạc lần cuối", "the last contact"),
    "account_closed": Words("tài khoản đóng", "the account is closed"),
    "consent_withdrawn": Words("rút lại sự đồng ý", "consent is withdrawn"),
    "purpose_end": Words("mục đích đã xong", "the purpose is done"),
    "end_of_fiscal_year": Words("hết năm tài chính", "the end of the fiscal year"),
}
