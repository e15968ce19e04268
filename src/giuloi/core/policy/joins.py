"""The policy's promises joined with the law: a promise may tighten it, never loosen it; the law fills in.

Clocks, hours and caps looser than the law are errors that cite the article. A retention below the law's floor
is none: it is split into "used until" (the promise) and "stored until" (the law).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace

from giuloi.core.policy.clauses import ContactRule, Retention
from giuloi.core.policy.diagnostics import Findings, Place
from giuloi.core.policy.draft import Draft
from giuloi.core.policy.figures import Figure, Hours, within
from giuloi.core.policy.law import FLOORS, Law
from giuloi.core.policy.vocabulary import AUTHORITY_KINDS, NO_EARLIER
from giuloi.core.terms import Duration


@dataclass(frozen=True, slots=True)
class Bench:
    """What a policy is held against: the law, the figures a person has confirmed, and where to say it."""

    law: Law
    confirmed: Collection[str]
    findings: Findings
    used: set[str] = field(default_factory=set)  # the duties that something was held to

    def hold(self, duty: str, value: Duration | int | Hours, name: str, place: Place) -> None:
        """Say it when a promised value is looser than any figure of the duty."""
        self._use(duty)
        for figure in self.law.duties.get(duty, ()):
            if not within(value, figure):
                words = {"value": "-".join(value) if isinstance(value, tuple) else value, "law": figure}
                self.findings.say("looser", place, **words, name=name, source=figure.source)
                break
        self.doubt(self.law.figure(duty), place)

    def figure(self, duty: str) -> Figure | None:
        """The figure that binds; asking for it is using it."""
        self._use(duty)
        return self.law.figure(duty)

    def _use(self, duty: str) -> None:
        if duty in self.law.duties:
            self.used.add(duty)

    def doubt(self, figure: Figure | None, place: Place) -> None:
        """Say it when a figure that was used is not confirmed."""
        if figure and figure.unconfirmed and figure.path not in self.confirmed:
            self.findings.say("unconfirmed", place, law=figure, source=figure.source, path=figure.path)


def hold_clocks(draft: Draft, bench: Bench) -> None:
    """Every promise of an answer and every incident report against its clock in law."""
    for clock in draft.clocks:
        for kind in clock.kinds:
            duty = AUTHORITY_KINDS.get(kind, f"rights.{kind}.do")
            place = draft.place("promise", clock.name, "within")
            bench.hold(duty, clock.within, f"promise.{clock.name}", place)
    for report in draft.reports:
        place = draft.place("report", report.name, "within")
        duty = f"incident.{report.values['to']}"
        bench.hold(duty, report.values["within"], f"report.{report.name}", place)


def contacts(draft: Draft, bench: Bench) -> tuple[ContactRule, ...]:
    """The contact rules with what the law adds, and the law's own for channels a topic uses unruled."""
    rules = []
    for rule in draft.contacts:
        for key, value in (("hours", rule.hours), ("per_day", rule.per_day)):
            if value is not None:
                place = draft.place("contact", rule.channel.value, key)
                bench.hold(f"contact.{rule.channel}.{key}", value, f"contact.{rule.channel}", place)
        rules.append(_filled(rule, bench))
    ruled = {rule.channel for rule in rules}
    for purpose in draft.purposes.values():
        for channel in sorted(purpose.channels - ruled) if purpose.topic else ():
            rule = _filled(ContactRule(channel, purpose.clause, None, None, ""), bench)
            if rule.cite:
                rules.append(rule)
                ruled.add(channel)
    return tuple(rules)


def _filled(rule: ContactRule, bench: Bench) -> ContactRule:
    hours = bench.figure(f"contact.{rule.channel}.hours")
    per_day = bench.figure(f"contact.{rule.channel}.per_day")
    if rule.hours is None and hours and isinstance(hours.value, tuple):
        rule = replace(rule, hours=hours.value, cite=hours.source)
    if rule.per_day is None and per_day and isinstance(per_day.value, int):
        rule = replace(rule, per_day=per_day.value, cite=per_day.source)
    return rule


def retentions(draft: Draft, bench: Bench) -> tuple[Retention, ...]:
    """Each retain block, cut where the law sets a floor for some of its fields and the block stays below it."""
    return tuple(part for retention in draft.retentions for part in _split(retention, draft, bench))


def _split(retention: Retention, draft: Draft, bench: Bench) -> Iterator[Retention]:
    rest = retention.fields
    for duty, mask in FLOORS.items():
        touched = retention.fields & mask
        figure = bench.figure(duty) if touched else None
        if figure is None:
            continue
        place = draft.place("retain", retention.name, "store")
        bench.doubt(figure, place)
        if _long_enough(retention, figure):
            continue
        rest &= ~touched
        yield _stored(retention, touched, figure, whole=touched == retention.fields)
        bench.findings.say("stored", place, law=figure, source=figure.source, name=retention.name)
    if rest:
        yield replace(retention, fields=rest)


def _long_enough(retention: Retention, figure: Figure) -> bool:
    """Whether the block alone keeps the floor: long enough, and not counted from an earlier day."""
    span = retention.store or retention.use
    start = (retention.store and retention.store_from) or retention.start
    return within(span, figure) and start in NO_EARLIER.get(figure.start, frozenset({figure.start}))


def _stored(retention: Retention, fields: int, figure: Figure, *, whole: bool) -> Retention:
    """The part under a floor: used as promised, then stored as the law says, or longer if the block does."""
    assert isinstance(figure.value, Duration)  # noqa: S101 — every floor of law.DUTIES is a span
    longer = retention.store if retention.store and within(retention.store, figure) else figure.value
    return replace(
        retention,
        name=retention.name if whole else f"{retention.name}/{figure.path.split('.')[-1]}",
        fields=fields,
        store=longer,
        store_from=figure.start if figure.start != retention.start else "",
        cite=figure.source,
    )
