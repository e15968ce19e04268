"""The blocks that promise something: promise, retain, contact, register, require, report, and kept, says."""

from __future__ import annotations

from giuloi.core.fields import FIELD
from giuloi.core.policy.clauses import Clock, ContactRule, Registration, Requirement, Retention, frozen
from giuloi.core.policy.diagnostics import near
from giuloi.core.policy.draft import Draft, Scope, settings
from giuloi.core.policy.keys import Keys
from giuloi.core.policy.lints import ITEMS
from giuloi.core.policy.vocabulary import (
    CHANNELS,
    PROMISE_STARTS,
    REPORT_STARTS,
    REPORTED_TO,
    REQUEST_KINDS,
    RETENTION_STARTS,
    SOFT,
)
from giuloi.core.terms import Channel, Duration, Unit

# Takes the place of a span that was said to be wrong, so that the rest is still read; no policy comes of it.
_STAND_IN = Duration(1, Unit.HOURS)


def promise(draft: Draft, keys: Keys, scope: Scope) -> None:
    """[promise.NAME]: what is carried out within a time, and who answers for it."""
    kinds = keys.words("kinds", REQUEST_KINDS)
    within = keys.duration("within") or _STAND_IN
    start = keys.word("from", PROMISE_STARTS)
    by = keys.word("by", sorted(scope.roles), "unknown-role")
    draft.clocks.append(Clock(keys.block.name, keys.block.place.clause, kinds, within, start, by))


def retain(draft: Draft, keys: Keys, scope: Scope) -> None:
    """[retain.NAME]: how long fields are used, and how long they are then only stored because law says so."""
    use, store = keys.duration("use"), keys.duration("store")
    cite = keys.text("cite")
    draft.retentions.append(
        Retention(
            name=keys.block.name,
            clause=keys.block.place.clause,
            fields=scope.fields(keys, "fields"),
            purposes=frozenset(keys.words("purposes", sorted(scope.purposes), "unknown-purpose")),
            use=use or _STAND_IN,
            store=store,
            start=keys.word("from", RETENTION_STARTS),
            cite=cite,
            store_from=keys.word("store_from", RETENTION_STARTS),
        )
    )
    if store is not None and not cite:
        keys.say("store-cite", "store")
    if use and store and store.least_hours < use.least_hours:
        keys.say("store-short", "store", store=store, use=use)


def contact(draft: Draft, keys: Keys, scope: Scope) -> None:
    """[contact.CHANNEL]: hours of the day and how often one channel may carry what somebody consented to."""
    name = keys.block.name
    if name not in CHANNELS or name == Channel.IN_HOUSE:
        keys.say("unknown-channel", word=name, near=", ".join(CHANNELS[1:]))
        return
    hours, per_day = keys.hours("hours"), keys.number("per_day", 0, 1000)
    draft.contacts.append(ContactRule(Channel(name), keys.block.place.clause, hours, per_day, ""))


def register(draft: Draft, keys: Keys, scope: Scope) -> None:
    """[register]: what somebody gives to become a member, each field with the purpose it is for."""
    purpose_of: dict[str, str] = {}
    for field, purpose in keys.table("fields").items():
        if field not in FIELD:
            keys.say("unknown-field", "fields", word=field, near=near(field, FIELD))
        elif purpose not in scope.purposes:
            keys.say("unknown-purpose", "fields", word=purpose, near=near(purpose, scope.purposes))
        else:
            purpose_of[field] = purpose
    draft.registration = Registration(
        clause=keys.block.place.clause,
        fields=tuple(purpose_of),
        purpose_of=frozen(purpose_of),
        declarations=keys.list("declarations"),
        least_age=keys.number("least_age", 0, 120),
        countries=frozenset(keys.list("countries")),
    )


def require(draft: Draft, keys: Keys, scope: Scope) -> None:
    """[require.NAME]: a measure that must be on, with its settings."""
    values = frozen(settings(keys))
    draft.requirements.append(Requirement(keys.block.name, keys.block.place.clause, values))


def report(draft: Draft, keys: Keys, scope: Scope) -> None:
    """[report.NAME]: by when an incident is told to whom."""
    values = {
        "within": keys.duration("within") or _STAND_IN,
        "from": keys.word("from", REPORT_STARTS),
        "to": keys.word("to", REPORTED_TO),
    }
    draft.reports.append(Requirement(keys.block.name, keys.block.place.clause, frozen(values)))


def kept(draft: Draft, keys: Keys, scope: Scope) -> None:
    """[kept]: promises of this clause that people keep (procedural) or another system must (mirrored)."""
    for name, value in keys.block.values.items():
        pairs = value.items() if isinstance(value, dict) else ((None, value),)
        for rest, how in pairs:
            if how in SOFT:
                label = name if rest is None else f"{name}.{rest}"
                draft.soft.append((keys.block.place.clause, label, str(how)))
            else:
                keys.say("unknown-word", name, word=how, near=", ".join(SOFT))


def says(draft: Draft, keys: Keys, scope: Scope) -> None:
    """[says]: which items that the law wants a policy to state are stated here."""
    for item in keys.words("items", ITEMS):
        draft.says.setdefault(item, keys.block.place.clause)
