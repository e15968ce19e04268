"""A way to somebody's data, walked through the whole of the records: policy, gate, reveal, ledger.

A test says which way is open and what becomes of it with one thing missing. Each walk is a person of its own
who has given everything a shop can know, and each answer must be in the ledger as it was given.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from django.db import transaction

from giuloi.core import fields as data_map
from giuloi.core.crypto.primitives import random_id
from giuloi.core.policy.vocabulary import CARVED_OUT, OWN_ROLES
from giuloi.core.terms import ActorKind, CaseKind, Channel, ConsentState, Relation, Standing, SubjectState
from giuloi.records import cases, consents, credentials, freezing, published, subjects, vault
from giuloi.records.credentials import Holding, pseudonym
from giuloi.records.facts import Ask
from giuloi.records.reveal import Answer, Revealed, reveal
from giuloi.records.uses import pending
from tests.clauses.wording import TODAY, the_policy
from tests.records.conftest import Shop

MEMBER, GUEST = Standing.MEMBER, Standing.GUEST
HERE = Channel.IN_HOUSE

VALUES = {name: f"{name} của khách" for name in data_map.FIELD} | {"birth_year": "1990"}
OF_ORDER = ("purchases", "delivery_name", "delivery_phone", "delivery_address", "order_note", "invoice")


@dataclass(frozen=True, slots=True)
class Way:
    """Who opens what, for which purpose, of whom. `consents` are (purpose, channel, recipient) → what was said.

    `case` is the kind of case in hand; `of` says what is wrong with it: "" (nothing), "closed", "somebody else".
    """

    purpose: str
    role: str
    fields: tuple[str, ...]
    case: CaseKind | None = None
    standing: Standing = GUEST
    channel: Channel = HERE
    consents: tuple[tuple[str, Channel, str, ConsentState], ...] = ()
    states: SubjectState = SubjectState.NONE
    recipient: str = ""
    relation: Relation | None = None
    of: str = ""


def agreed(
    purpose: str, channel: Channel = HERE, recipient: str = ""
) -> tuple[str, Channel, str, ConsentState]:
    """A consent that was given."""
    return purpose, channel, recipient, ConsentState.GIVEN


def willing(purpose: str, standing: Standing) -> Way:
    """Everything a purpose could wish for: its role, the case it needs, every consent, a recipient if it has one."""
    rule = the_policy().purposes[purpose]
    way = Way(purpose, min(rule.roles), (), rule.needs, standing, consents=(agreed(purpose),))
    if purpose != "advertising":
        return way
    consents = (*way.consents, agreed(purpose, HERE, "x"))
    return replace(way, consents=consents, recipient="x", relation=Relation.UNRELATED)


def walk(shop: Shop, way: Way) -> Answer:
    """Somebody new gives everything, and this way is gone; the ledger says the same as the answer."""
    with transaction.atomic():  # one commit instead of six: the world before the walk, not the walk
        subject, order = somebody(shop, way)
        case = a_case(shop, way, subject, order)
        holding = held(shop, way, case)
    for purpose, channel, recipient, state in way.consents:
        say(shop, subject, shop.asked(purpose, channel, recipient), state)
    if way.states:
        freezing.set_states(subject, way.states, shop.now())
    answer = reveal(holding, way.fields, Ask(subject), shop.now(), way.channel)
    [use] = [one.use for one in pending.waiting(1_000_000) if one.use.actor == holding.actor]
    assert (use.event, use.clause, use.decision) == (
        "reveal" if answer.decision.allowed else "refuse",
        answer.decision.clause,
        answer.decision.outcome,
    )
    assert (use.subjects, use.fields) == ((subject,), data_map.mask_of(way.fields))
    return answer


def outcome(shop: Shop, way: Way) -> str:
    """What becomes of a way: "I.1 permitted", "IV.4 prohibited"; whatever is permitted was really read."""
    answer = walk(shop, way)
    if isinstance(answer, Revealed):
        found = {name: value.open() for name, value in answer.fields.items()}
        assert found == {name: VALUES[name] for name in way.fields}
    return f"{answer.decision.clause} {answer.decision.reason}"


def somebody(shop: Shop, way: Way) -> tuple[int, int]:
    """(subject, order): a person of this standing, with everything about them and one order sealed."""
    subject, order = subjects.new_subject(way.standing, shop.policy_id, shop.now()), random_id()
    of_person = {name: value for name, value in VALUES.items() if name not in OF_ORDER}
    of_order = {name: VALUES[name] for name in OF_ORDER}
    vault.seal_many([vault.Sealing(subject, of_person), vault.Sealing(subject, of_order, order)], shop.now())
    return subject, order


def say(shop: Shop, subject: int, asked: consents.Asked, state: ConsentState) -> None:
    """Bring one consent to a state the way a person does."""
    if state is ConsentState.REQUESTED:
        consents.ask(subject, [asked], shop.now())
    elif state is ConsentState.REFUSED:
        consents.refuse(subject, [asked], shop.now())
    else:
        consents.give(subject, [asked], shop.now())
        if state is ConsentState.WITHDRAWN:
            consents.withdraw(subject, [asked], shop.now())


def a_case(shop: Shop, way: Way, subject: int, order: int) -> int | None:
    """The case in hand, with what is wrong with it."""
    if way.case is None:
        return None
    about = subject
    if way.of == "somebody else":
        about = subjects.new_subject(GUEST, shop.policy_id, shop.now())
    many = way.case in cases.ABOUT_MANY and way.of != "somebody else"
    record = order if way.case is CaseKind.ORDER else None
    case = cases.open_case(way.case, shop.now(), subject=None if many else about, record=record)
    if way.of == "closed":
        cases.close_case(case, shop.now())
    return case


def held(shop: Shop, way: Way, case: int | None) -> Holding:
    """Staff for use inside; a key of the recipient's for what leaves; our own code for its own roles."""
    if way.role in OWN_ROLES:
        code = ActorKind.CODE
        return Holding(code, pseudonym(code, "a_test"), way.role, way.purpose, held=True, case=case)
    if way.relation is None and not way.recipient:
        return shop.staff(way.role, way.purpose, case)
    until = shop.now().replace(year=2027)
    token = credentials.add_key(way.role, [way.purpose], data_map.FIELD, until, way.recipient, way.relation)
    return credentials.hold_with_key(token, way.purpose, shop.now(), case)


def one_thing_missing(way: Way) -> Iterator[tuple[str, Way]]:
    """The same way, each time with one thing taken away or one thing too many."""
    yield "another role", replace(way, role="legal" if way.role != "legal" else "marketing")
    by_post = tuple((purpose, Channel.POST, *rest) for purpose, _, *rest in way.consents)
    yield "a channel no purpose has", replace(way, channel=Channel.POST, consents=by_post)
    yield "frozen", replace(way, states=way.states | SubjectState.FROZEN)
    yield "restricted", replace(way, states=way.states | SubjectState.RESTRICTED)
    if way.case is not None:
        other = CaseKind.INCIDENT
        yield "no case", replace(way, case=None)
        yield "a case of another kind", replace(way, case=other)
        yield "the case closed", replace(way, of="closed")
        yield "somebody else's case", replace(way, of="somebody else")
    for number, (purpose, channel, recipient, _) in enumerate(way.consents):
        before, after = way.consents[:number], way.consents[number + 1 :]
        name = f"{purpose} to {recipient}" if recipient else purpose
        for state in (None, ConsentState.REQUESTED, ConsentState.REFUSED, ConsentState.WITHDRAWN):
            said = () if state is None else ((purpose, channel, recipient, state),)
            yield f"{name}: {state or 'never asked'}", replace(way, consents=(*before, *said, *after))


def shut_unless_whole(shop: Shop, way: Way, clause: str, expected: Mapping[str, str]) -> None:
    """The way is open by `clause`; with one thing missing it ends as `expected` says, or as everywhere.

    What is the same for every purpose of the shipped policy is said once, here; `expected` has the rest.
    """
    needs = f"{the_clause_of(shop, way)} no_case"
    everywhere = {
        "another role": f"{the_clause_of(shop, way)} role",
        "a channel no purpose has": "II.1 channel",
        "frozen": "VI.4 prohibited",
        "restricted": f"{clause} permitted" if way.purpose in CARVED_OUT else "VI.5 prohibited",
        **dict.fromkeys(
            ("no case", "a case of another kind", "the case closed", "somebody else's case"), needs
        ),
    }
    assert outcome(shop, way) == f"{clause} permitted"
    found = {name: outcome(shop, other) for name, other in one_thing_missing(way)}
    known = {name: everywhere[name] for name in found if name in everywhere}
    assert found == {**known, **expected}


def the_clause_of(shop: Shop, way: Way) -> str:
    """The clause of the purpose itself, which refusals cite."""
    return published.by_id(shop.policy_id).policy.purposes[way.purpose].clause


def without_consent(name: str, ends: str) -> dict[str, str]:
    """Never asked, asked, refused and withdrawn are one and the same."""
    states = ("never asked", "requested", "refused", "withdrawn")
    return {f"{name}: {state}": ends for state in states}


def would_be_noticed(shop: Shop, sources: Mapping[str, str], way: Way, before: str, after: str) -> None:
    """A way that ends as `before` under the shipped policy ends as `after` once this other text is published."""
    assert outcome(shop, way) == before
    shop.policy_id = published.publish(sources, TODAY, shop.now()).id
    assert outcome(shop, way) == after
