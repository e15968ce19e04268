"""The registration form (clause IV.5): what is asked and why, and everything that is wrong with what was said.

All problems come at once, each beside its field, in both languages, and say what to do.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from giuloi.core.consent.record import Method
from giuloi.core.fields import FIELD
from giuloi.core.identifiers import Kind, Unnormalisable, norm_v1
from giuloi.core.policy.clauses import Policy, Registration
from giuloi.core.terms import Channel, ClauseRef, GiuloiError, PolicyHash
from giuloi.promises.collect.sentences import SENTENCES

_IDENTIFIERS: tuple[Kind, ...] = ("name", "phone", "email")
_TEXTS = (*_IDENTIFIERS, "address")


@dataclass(frozen=True, slots=True)
class Choice:
    """One consent that was asked for, and the answer: yes, no, or None for left open. There is no default.

    `wording` is what stood before the person, word for word, in `language`.
    """

    purpose: str
    channel: Channel
    answer: bool | None
    wording: str
    language: str = "vi"
    recipient: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """What somebody who wants to be a member says.

    `accepted` is the hash of the policy version they were shown and accepted. `declarations` is name → the
    sentence they put their name under. Age is optional: `birth_year`, or `of_age` for "I am old enough";
    `represented` says that a parent or guardian registers for them.
    """

    name: str = field(repr=False)
    phone: str = field(repr=False)
    email: str = field(repr=False)
    address: str = field(repr=False)
    accepted: PolicyHash
    declarations: Mapping[str, str]
    country: str = "VN"
    birth_year: int | None = field(default=None, repr=False)
    of_age: bool | None = None
    represented: bool = False
    choices: Sequence[Choice] = ()
    language: str = "vi"
    method: Method = Method.WEB

    def text(self, name: str) -> str:
        """The text of one of the four fields, without surrounding space."""
        return {"name": self.name, "phone": self.phone, "email": self.email, "address": self.address}[
            name
        ].strip()


@dataclass(frozen=True, slots=True)
class AskedField:
    """One field of the form as it is shown: what it is called, and the purpose and clause it is for."""

    name: str
    vi: str
    en: str
    purpose: str
    clause: ClauseRef


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to put right: `field` of the form, a code, and a sentence in each language."""

    field: str
    code: str
    vi: str
    en: str


class NotRegistered(GiuloiError):
    """Nobody was registered and nothing kept; `problems` says why, field by field, without any value."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(f"{one.field}: {one.en}" for one in problems))
        self.problems = tuple(problems)


def asked_fields(policy: Policy) -> tuple[AskedField, ...]:
    """The fields of the form, each with its purpose and the clause that speaks of it."""
    rule = rule_of(policy)
    return tuple(
        AskedField(
            name,
            FIELD[name].vi,
            FIELD[name].en,
            rule.purpose_of[name],
            policy.purposes[rule.purpose_of[name]].clause,
        )
        for name in rule.fields
    )


def rule_of(policy: Policy) -> Registration:
    """The policy's registration clause; raises NotRegistered when it has none."""
    if policy.registration is None:
        raise NotRegistered([_problem("policy", "no_registration")])
    return policy.registration


def problems_in(form: Form, policy: Policy) -> list[Problem]:
    """Everything that is wrong with a form, in the order of its fields; [] when nothing is."""
    rule = rule_of(policy)
    return [
        *_missing_or_long(form, rule),
        *_unnormalisable(form),
        *_country(form, rule),
        *_policy(form, policy),
        *_declarations(form, rule),
        *_age(form, rule),
        *_choices(form, policy),
    ]


def problems_with(name: str, text: str) -> list[Problem]:
    """What is wrong with one of the four texts said anew (a correction): the rules of the form, for one field."""
    if not text:
        return [_problem(name, "missing")]
    if _unreadable(text):
        return [_of(name, Unnormalisable("unreadable"))]
    if len(text.encode()) > FIELD[name].longest:
        return [_problem(name, "too_long")]
    try:
        if name in _IDENTIFIERS:
            norm_v1(name, text)
    except Unnormalisable as error:
        return [_of(name, error)]
    return []


def minor(form: Form, rule: Registration, year: int) -> bool:
    """Under the policy's least age, as far as they said; of two possible ages the lower one counts."""
    if rule.least_age is None:
        return False
    if form.of_age is False:
        return True
    if form.birth_year is None:
        return False
    birthdays = year - form.birth_year  # the age at the end of this year; today it may be one less
    return birthdays < rule.least_age + (0 if form.of_age else 1)


def age_problem(form: Form, rule: Registration, at: datetime) -> list[Problem]:
    """Whoever is under age has a parent or guardian register for them (clause VII.1)."""
    if minor(form, rule, at.year) and not form.represented:
        return [_problem("birth_year", "guardian_needed", least=str(rule.least_age))]
    return []


def taken(field_name: str) -> Problem:
    """Somebody is a member with this phone number or e-mail address already."""
    return _problem(field_name, "taken")


def _missing_or_long(form: Form, rule: Registration) -> Iterator[Problem]:
    for name in rule.fields:
        if name not in _TEXTS:
            continue
        if not form.text(name):
            yield _problem(name, "missing")
        elif _unreadable(form.text(name)):
            yield _of(name, Unnormalisable("unreadable"))
        elif len(form.text(name).encode()) > FIELD[name].longest:
            yield _problem(name, "too_long")


def _unnormalisable(form: Form) -> Iterator[Problem]:
    for name in _IDENTIFIERS:
        try:
            if form.text(name) and not _unreadable(form.text(name)):
                norm_v1(name, form.text(name))
        except Unnormalisable as error:
            yield _of(name, error)


def _of(name: str, error: Unnormalisable) -> Problem:
    return Problem(name, error.code, error.vi, error.en)


def _unreadable(text: str) -> bool:
    """Controls and halves of surrogate pairs: nobody types them, and no UTF-8 text can hold the latter."""
    return any(unicodedata.category(one) in ("Cc", "Cs") for one in text.replace("\n", " "))


def _country(form: Form, rule: Registration) -> Iterator[Problem]:
    if rule.countries and form.country not in rule.countries:
        yield _problem("address", "foreign", countries=", ".join(sorted(rule.countries)))


def _policy(form: Form, policy: Policy) -> Iterator[Problem]:
    if not form.accepted:
        yield _problem("policy", "not_accepted")
    elif form.accepted != policy.hash:
        yield _problem("policy", "old_version")


def _declarations(form: Form, rule: Registration) -> Iterator[Problem]:
    for name in rule.declarations:
        if not form.declarations.get(name, "").strip():
            yield _problem(f"declarations.{name}", "not_declared")
    declared = "".join([*form.declarations, *form.declarations.values()])
    if _unreadable(declared):
        yield _of("declarations", Unnormalisable("unreadable"))
    elif len(declared.encode()) > FIELD["declaration"].longest // 2:
        yield _problem("declarations", "too_long")


def _age(form: Form, rule: Registration) -> Iterator[Problem]:
    if form.birth_year is not None and not 1900 <= form.birth_year <= 2100:
        yield _problem("birth_year", "no_year")


def _choices(form: Form, policy: Policy) -> Iterator[Problem]:
    seen = set()
    for choice in form.choices:
        rule = policy.purposes.get(choice.purpose)
        key = (choice.purpose, choice.channel, choice.recipient)
        known = rule and (choice.channel is Channel.IN_HOUSE or choice.channel in rule.channels)
        if not known:
            yield _problem("choices", "unknown_choice")
        elif key in seen:
            yield _problem("choices", "asked_twice")
        elif choice.answer is not None and not choice.wording.strip():
            yield _problem("choices", "no_wording")
        seen.add(key)


def _problem(field_name: str, code: str, **said: str) -> Problem:
    vi, en = SENTENCES[code]
    return Problem(field_name, code, vi.format(**said), en.format(**said))


def not_a_guest() -> Problem:
    """Only a guest whose data is not frozen can become a member."""
    return _problem("subject", "not_a_guest")
