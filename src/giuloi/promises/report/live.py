"""Live evidence, clause by clause: what the installation itself shows at this moment. Numbers, and nobody in them.

Uses are counted up to the end of yesterday, as on the public pages: whoever watched a live number could tell when a
clause was used.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from giuloi.core.bilingual import Words
from giuloi.core.deadline import VIETNAM
from giuloi.core.policy.clauses import Policy
from giuloi.core.terms import ClauseRef, Outcome, Standing
from giuloi.promises.keep.erasure.counted import counted as erasures
from giuloi.promises.keep.retention.run import last_runs
from giuloi.records import selfcheck
from giuloi.records.measures import Measure
from giuloi.records.published import versions
from giuloi.records.subjects import counted
from giuloi.records.uses.tally import tallies

DAYS = 30


@dataclass(frozen=True, slots=True)
class Seen:
    """One piece of evidence: its name for programs, its sentence, whether it speaks for the clause (None: a number)."""

    name: str
    words: Words
    on: bool | None


@dataclass(frozen=True, slots=True)
class InTime:
    """Of the requests of twelve months whose hour has come: how many were carried out in it, of how many."""

    kept: int
    decided: int


def evidence(
    policy: Policy, measures: tuple[Measure, ...], in_time: InTime, now: datetime
) -> Mapping[ClauseRef, tuple[Seen, ...]]:
    """Clause → what is to be seen of it now."""
    found: dict[ClauseRef, list[Seen]] = {clause: [] for clause in policy.clauses}
    of_measure = {one.name: one.clause for one in policy.requirements}
    for one in measures:
        found[of_measure[one.name]].append(Seen(f"measure.{one.name}", Words(one.vi, one.en), one.on))
    for clause, seen in (*_promised(policy, in_time, now), *_used(now)):
        if clause in found:
            found[clause].append(seen)
    return {clause: tuple(each) for clause, each in found.items()}


def _promised(policy: Policy, in_time: InTime, now: datetime) -> Iterator[tuple[ClauseRef, Seen]]:
    """What the clocks, the terms, the erasures and the versions of this policy show."""
    clauses = {clock.name: clock.clause for clock in policy.clocks}
    if "answer" in clauses:
        words = Words(
            f"12 tháng qua: {in_time.kept} trong {in_time.decided} yêu cầu đã đến hạn được thực hiện đúng hạn",
            f"last 12 months: {in_time.kept} of {in_time.decided} requests whose hour came were carried out in it",
        )
        yield clauses["answer"], Seen("requests.in_time", words, None)
    for clause in {one.clause for one in policy.retentions}:
        yield clause, _last_run()
    named = {one.name: one.clause for one in policy.requirements}
    if "erasure" in named:
        yield named["erasure"], _erased()
        yield named["erasure"], _horizon()
    if "fail_closed" in named:
        yield named["fail_closed"], _self_check()
    if "versions" in named:
        yield named["versions"], _judged_by()


def _used(now: datetime) -> Iterator[tuple[ClauseRef, Seen]]:
    """Leaves by event and clause, of the thirty days that ended with yesterday."""
    last = now.astimezone(VIETNAM).date() - timedelta(days=1)
    by: dict[tuple[str, str, bool], int] = {}
    for one in tallies(last - timedelta(days=DAYS - 1), last):
        key = one.clause, one.event, one.decision == Outcome.ALLOWED
        by[key] = by.get(key, 0) + one.count
    for (clause, event, allowed), count in sorted(by.items()):
        vi, en = ("được phép", "allowed") if allowed else ("bị từ chối", "refused")
        words = Words(f"30 ngày qua: {count} lần {event}, {vi}", f"last 30 days: {count} × {event}, {en}")
        yield ClauseRef(clause), Seen(f"uses.{event}.{en}", words, None)


def _last_run() -> Seen:
    run = next(iter(last_runs(1)), None)
    if run is None:
        return Seen("retention.last_run", Words("chưa chạy lần nào", "not run yet"), None)
    done = run.finished_at is not None
    vi, en = ("xong", "done") if done else ("đang chạy", "under way")
    return Seen(
        "retention.last_run",
        Words(
            f"lần chạy gần nhất {run.day} ({vi}): xem {run.seen} người, {run.whole} bản ghi xóa hết",
            f"last run {run.day} ({en}): {run.seen} people looked at, {run.whole} whole records erased",
        ),
        done,
    )


def _erased() -> Seen:
    found = erasures()
    return Seen(
        "erasures",
        Words(
            f"{found.people} người đã xóa cả khóa lẫn dữ liệu; {found.under_way} đang xóa",
            f"{found.people} people erased, keys and rows; {found.under_way} under way",
        ),
        None,
    )


def _horizon() -> Seen:
    days = int(settings.GIULOI_BACKUP_DAYS)
    words = Words(f"bản sao dữ liệu giữ {days} ngày", f"copies of the data are kept for {days} days")
    return Seen("backups.horizon", words, None)


def _self_check() -> Seen:
    held = selfcheck.ready()
    bad = sorted(name for name, holds in held.items() if not holds)
    return Seen(
        "self_check",
        Words(
            f"tự kiểm tra vừa chạy: {len(held) - len(bad)} trong {len(held)} đạt{_names(bad)}",
            f"self-check run just now: {len(held) - len(bad)} of {len(held)} hold{_names(bad)}",
        ),
        not bad,
    )


def _names(bad: list[str]) -> str:
    return f" ({', '.join(bad)})" if bad else ""


def _judged_by() -> Seen:
    every = versions()
    newest = every[0].id if every else 0
    members = {version: n for (who, version), n in counted().items() if who is Standing.MEMBER}
    old = sum(count for version, count in members.items() if version != newest)
    return Seen(
        "members.by_version",
        Words(
            f"{sum(members.values()) - old} thành viên theo bản mới nhất, {old} theo bản cũ họ đã nhận",
            f"{sum(members.values()) - old} members under the newest version, {old} under an older one they accepted",
        ),
        None,
    )
