"""What another version promises otherwise: terms, clocks, hours, registration, measures, named recipients."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from giuloi.core.bilingual import Words
from giuloi.core.fields import mask_of
from giuloi.core.policy.change import CHANNELS, Change, both, fields_of, from_to, span_of
from giuloi.core.policy.clauses import Clock, ContactRule, Policy, Registration, Requirement, Retention
from giuloi.core.policy.figures import fits
from giuloi.core.terms import Duration

_RECIPIENT = "recipient."


def promises(old: Policy, new: Policy) -> Iterator[Change]:
    """Every change of what the shop owes, by when, and what it asks of whoever registers."""
    yield from _retentions(old, new)
    yield from _clocks(old, new)
    yield from _contacts(old, new)
    if old.registration != new.registration:
        yield from _registration(old.registration, new.registration)
    yield from _measures(old, new)
    yield from _reports(old, new)
    if old.sensitive != new.sensitive:
        words = Words("đổi danh sách dữ liệu nhạy cảm", "other fields are called sensitive")
        yield Change(new.otherwise, words, None)


def longer(before: Duration | None, after: Duration | None) -> bool | None:
    """True when the second span may last longer than the first in some calendar; a span None is no span at all."""
    if before == after:
        return None
    if before is None or after is None:
        return before is None
    return not fits(after, before)


def _retentions(old: Policy, new: Policy) -> Iterator[Change]:
    before = {each.name: each for each in old.retentions}
    after = {each.name: each for each in new.retentions}
    for name in both(before, after):
        was, is_ = before.get(name), after.get(name)
        if is_ is None and was is not None:
            said = fields_of(was.fields)
            words = Words(f"bỏ thời hạn cho {said.vi}", f"no more term for {said.en}")
            yield Change(was.clause, words, True)
        elif was is None and is_ is not None:
            said = fields_of(is_.fields)
            use = span_of(is_.use)
            words = Words(f"thời hạn mới cho {said.vi}: {use.vi}", f"a new term for {said.en}: {use.en}")
            yield Change(is_.clause, words, False)
        elif was is not None and is_ is not None:
            yield from _terms(was, is_)


def _terms(was: Retention, is_: Retention) -> Iterator[Change]:
    said = fields_of(is_.fields)
    if was.use != is_.use:
        span = from_to(was.use, is_.use)
        words = Words(f"{said.vi}: dùng {span.vi}", f"{said.en}: used {span.en}")
        yield Change(is_.clause, words, longer(was.use, is_.use))
    if was.store != is_.store:
        span = from_to(was.store, is_.store)
        words = Words(f"{said.vi}: cất riêng {span.vi}", f"{said.en}: stored {span.en}")
        yield Change(is_.clause, words, longer(was.store, is_.store))
    if more := is_.fields & ~was.fields:
        held = fields_of(more)
        yield Change(is_.clause, Words(f"thời hạn nay gồm {held.vi}", f"the term now holds {held.en}"), False)
    if less := was.fields & ~is_.fields:
        held = fields_of(less)
        words = Words(f"thời hạn không còn gồm {held.vi}", f"the term no longer holds {held.en}")
        yield Change(is_.clause, words, True)
    if (was.start, was.store_from, was.purposes) != (is_.start, is_.store_from, is_.purposes):
        words = Words(f"{said.vi}: tính từ mốc khác", f"{said.en}: counted otherwise ({is_.start})")
        yield Change(is_.clause, words, None)


def _clocks(old: Policy, new: Policy) -> Iterator[Change]:
    """Kind by kind of request: the same kind may move from one promise to another."""
    before, after = _by_kind(old), _by_kind(new)
    for kind in both(before, after):
        was, is_ = before.get(kind), after.get(kind)
        if is_ is None and was is not None:
            words = Words(
                f"yêu cầu “{kind}”: không còn hẹn giờ", f"request “{kind}”: no time promised any more"
            )
            yield Change(was.clause, words, True)
        elif was is None and is_ is not None:
            within = span_of(is_.within)
            words = Words(f"yêu cầu “{kind}”: trong {within.vi}", f"request “{kind}”: within {within.en}")
            yield Change(is_.clause, words, False)
        elif was is not None and is_ is not None and was != is_:
            yield from _clock(kind, was, is_)


def _by_kind(policy: Policy) -> Mapping[str, Clock]:
    """Kind of request → the promise that binds it first."""
    found: dict[str, Clock] = {}
    for clock in policy.clocks:
        for kind in clock.kinds:
            if kind not in found or clock.within.least_hours < found[kind].within.least_hours:
                found[kind] = clock
    return found


def _clock(kind: str, was: Clock, is_: Clock) -> Iterator[Change]:
    if was.within != is_.within:
        span = from_to(was.within, is_.within)
        words = Words(f"yêu cầu “{kind}”: {span.vi}", f"request “{kind}”: {span.en}")
        yield Change(is_.clause, words, longer(was.within, is_.within))
    if was.start != is_.start:
        words = Words(f"yêu cầu “{kind}”: tính từ {is_.start}", f"request “{kind}”: counted from {is_.start}")
        yield Change(is_.clause, words, is_.start == "valid")
    if was.by != is_.by:
        words = Words(f"yêu cầu “{kind}”: bộ phận khác làm", f"request “{kind}”: another department answers")
        yield Change(is_.clause, words, None)


def _contacts(old: Policy, new: Policy) -> Iterator[Change]:
    before = {each.channel: each for each in old.contacts}
    after = {each.channel: each for each in new.contacts}
    for channel in both(before, after):
        was, is_ = before.get(channel), after.get(channel)
        said = CHANNELS[channel]
        if is_ is None and was is not None:
            words = Words(f"{said.vi}: không còn giới hạn giờ và số lần", f"{said.en}: no limits any more")
            yield Change(was.clause, words, True)
        elif was is None and is_ is not None:
            words = Words(f"{said.vi}: có giới hạn giờ và số lần", f"{said.en}: hours and number are limited")
            yield Change(is_.clause, words, False)
        elif was is not None and is_ is not None:
            yield from _contact(said, was, is_)


def _contact(said: Words, was: ContactRule, is_: ContactRule) -> Iterator[Change]:
    if was.hours != is_.hours:
        span = f"{_hours(was.hours)} → {_hours(is_.hours)}"
        words = Words(f"{said.vi}: giờ liên lạc {span}", f"{said.en}: hours {span}")
        yield Change(is_.clause, words, not _inside(is_.hours, was.hours))
    if was.per_day != is_.per_day:
        span = f"{_count(was.per_day)} → {_count(is_.per_day)}"
        words = Words(f"{said.vi}: số lần mỗi ngày {span}", f"{said.en}: times a day {span}")
        more = is_.per_day is None or (was.per_day is not None and is_.per_day > was.per_day)
        yield Change(is_.clause, words, more)


def _hours(hours: tuple[str, str] | None) -> str:
    return "–".join(hours) if hours else "00:00–24:00"


def _count(times: int | None) -> str:
    return "∞" if times is None else str(times)


def _inside(inner: tuple[str, str] | None, outer: tuple[str, str] | None) -> bool:
    if outer is None or inner is None:
        return outer is None
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _registration(was: Registration | None, is_: Registration | None) -> Iterator[Change]:
    """Asking for more is looser: the shop takes more of whoever registers."""
    if was is None or is_ is None:
        there = is_ or was
        assert there is not None  # noqa: S101 — they differ, so one of them is there
        words = (
            Words("có đăng ký thành viên", "people can register")
            if is_
            else Words("bỏ đăng ký", "no register")
        )
        yield Change(there.clause, words, is_ is not None)
        return
    if more := sorted(set(is_.fields) - set(was.fields)):
        yield Change(is_.clause, _asked("đăng ký hỏi thêm", "registration also asks for", more), True)
    if less := sorted(set(was.fields) - set(is_.fields)):
        yield Change(
            is_.clause, _asked("đăng ký không hỏi nữa", "registration no longer asks for", less), False
        )
    if was.least_age != is_.least_age:
        ages = f"{was.least_age or '—'} → {is_.least_age or '—'}"
        words = Words(f"tuổi nhỏ nhất {ages}", f"least age {ages}")
        yield Change(is_.clause, words, (is_.least_age or 0) < (was.least_age or 0))
    shared = set(was.fields) & set(is_.fields)
    meant = any(was.purpose_of[name] != is_.purpose_of[name] for name in shared)
    if meant or (was.declarations, was.countries) != (is_.declarations, is_.countries):
        words = Words("đổi cách đăng ký", "registration asks and declares otherwise")
        yield Change(is_.clause, words, None)


def _asked(vi: str, en: str, names: list[str]) -> Words:
    said = fields_of(mask_of(names))
    return Words(f"{vi} {said.vi}", f"{en} {said.en}")


def _measures(old: Policy, new: Policy) -> Iterator[Change]:
    """Measures that must be on, and recipients by name: a new recipient is looser, a new measure tightens."""
    before = {each.name: each for each in old.requirements}
    after = {each.name: each for each in new.requirements}
    for name in both(before, after):
        was, is_ = before.get(name), after.get(name)
        recipient = name.startswith(_RECIPIENT)
        kind = Words("bên nhận", "recipient") if recipient else Words("biện pháp", "measure")
        said = f"“{name.removeprefix(_RECIPIENT)}”"
        if is_ is None and was is not None:
            words = Words(f"bỏ {kind.vi} {said}", f"no more {kind.en} {said}")
            yield Change(was.clause, words, not recipient)
        elif was is None and is_ is not None:
            yield Change(is_.clause, Words(f"{kind.vi} mới {said}", f"a new {kind.en} {said}"), recipient)
        elif was is not None and is_ is not None and was.values != is_.values:
            words = Words(f"{kind.vi} {said} đổi chi tiết", f"{kind.en} {said} says other things")
            yield Change(is_.clause, words, None)


def _reports(old: Policy, new: Policy) -> Iterator[Change]:
    before = {each.name: each for each in old.reports}
    after = {each.name: each for each in new.reports}
    for name in both(before, after):
        was, is_ = before.get(name), after.get(name)
        if is_ is None or was is None:
            gone = is_ is None
            there = was if is_ is None else is_
            assert there is not None  # noqa: S101 — a key of `both` is in one of them
            said = ("không báo nữa", "no longer told") if gone else ("nay phải báo", "now told")
            words = Words(f"sự cố: {said[0]} “{name}”", f"incidents: “{name}” {said[1]}")
            yield Change(there.clause, words, gone)
        elif was.values != is_.values:
            yield _report(name, was, is_)


def _report(name: str, was: Requirement, is_: Requirement) -> Change:
    before, after = was.values["within"], is_.values["within"]
    span = from_to(before, after) if before != after else Words("khác trước", "otherwise")
    words = Words(f"sự cố: báo “{name}” {span.vi}", f"incidents: “{name}” told {span.en}")
    return Change(is_.clause, words, longer(before, after))
