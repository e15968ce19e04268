"""How the console's templates call what is told apart by opaque ids and by words of the policy."""

from __future__ import annotations

from django import template
from django.utils.translation import get_language

from giuloi.core.bilingual import Words
from giuloi.core.consent.record import Method
from giuloi.core.gate.words import CASES, CHANNELS, PURPOSES
from giuloi.core.terms import CaseKind, Channel
from giuloi.doors.console.consent_taken import METHODS
from giuloi.promises.collect.order_numbers import spoken_number

register = template.Library()
_WEB = Words("trên trang", "on a page")
_PLACES = {
    "portal": Words("trên trang của khách", "on their own page"),
    "counter": Words("tại tiệm", "in the shop"),
    "api": Words("qua hệ thống của tiệm", "through the shop's systems"),
}


@register.filter
def short(id: int) -> str:
    """An opaque id as people read it out: its last six digits. Two may share them; a link always has the whole."""
    return f"…\u2060{int(id) % 10**6:06d}"  # a word joiner: the two stay on one line


@register.filter
def order_number(id: int) -> str:
    """An order as the customer knows it."""
    return spoken_number(int(id))


@register.filter
def order_short(id: int) -> str:
    """The end of that number, for lists: two may share it; a link always has the whole."""
    return f"…\u2060{spoken_number(int(id))[-9:]}"


@register.filter
def purpose_word(name: str) -> str:
    """A purpose in words; the shop's own as it is called."""
    return _one(Words(*PURPOSES.get(name, (name, name))))


@register.filter
def case_word(kind: str) -> str:
    """What kind of case it is."""
    return _one(Words(*CASES[CaseKind(kind)])) if kind in list(CaseKind) else kind


@register.filter
def method_word(name: str) -> str:
    """How a consent was said."""
    known = {method.value: words for method, words in METHODS.items()} | {Method.WEB.value: _WEB}
    return _one(known.get(name, Words(name, name)))


def _one(words: Words) -> str:
    return words.spoken(get_language() or "vi")


@register.filter
def colleague(pseudonym: str, people: dict[str, str]) -> str:
    """Who of the shop it was, for colleagues: the name behind a pseudonym of the ledger, else the pseudonym."""
    return people.get(str(pseudonym).rpartition("/")[2], str(pseudonym))


@register.filter
def way_word(way: str) -> str:
    """By which way something was said: a channel, or where a request came in."""
    if way in list(Channel):
        return _one(Words(*CHANNELS[Channel(way)]))
    return _one(_PLACES.get(way, Words(way, way)))


@register.filter
def bit(states: int, which: int) -> bool:
    """Whether one of the states holds: `{% if who.states|bit:4 %}`."""
    return bool(int(states) & which)


@register.filter
def of(values: dict[int, str], key: int) -> str:
    """What is held under a number: `{{ opened|of:text.id }}`."""
    return values.get(key, "")
