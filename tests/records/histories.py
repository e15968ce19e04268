"""What can happen in a shop, as rules: each is done to the records and to the model, and compared at once."""

from __future__ import annotations

import json
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    multiple,
    rule,
)

from giuloi.core.consent.record import NotPossible
from giuloi.core.crypto.primitives import random_id
from giuloi.core.fields import FIELD
from giuloi.core.ledger.entry import decode
from giuloi.core.ledger.verify import verify_bundle
from giuloi.core.terms import (
    CaseKind,
    Channel,
    ConsentState,
    NotATerm,
    Refused,
    Relation,
    Standing,
    SubjectState,
)
from giuloi.records import cases, consents, credentials, freezing, published, subjects, vault
from giuloi.records.credentials import Holding
from giuloi.records.database import durable
from giuloi.records.facts import Ask
from giuloi.records.reveal import Refusal, Revealed, reveal_many
from giuloi.records.uses.bundle import export_bundle
from giuloi.records.uses.sequencer import integrate
from tests.records.conftest import NOON, Shop
from tests.records.model import Case, Happened, Model, Person

ROLES = ("fulfilment", "care", "marketing", "partner", "legal")
OWN = ("register_member", "export_bundle", "a bridge")
PURPOSES = ("supply", "care", "promotion", "services", "engagement", "advertising", "account", "rights")
PURPOSES += ("notice", "authority_request", "gọi thử")
CONSENTED = ("supply", "care", "promotion", "advertising")
CHANNELS = (Channel.IN_HOUSE, Channel.EMAIL, Channel.SMS)
RECIPIENTS = ("", "quang-cao-x", "quang-cao-y")
STATES = tuple(SubjectState(one) for one in (1, 2, 4, 3))
# What fits together more often than chance: who works with what, in which case.
USUAL = (
    *(("fulfilment", "supply"), ("care", "supply"), ("care", "care"), ("marketing", "promotion")),
    *(("legal", "authority_request"), ("partner", "advertising"), ("care", "rights")),
)
KINDS = tuple(CaseKind)
mostly, seldom = st.sampled_from((True, True, True, False)), st.sampled_from((False, False, False, True))
some_fields = st.lists(st.sampled_from(sorted(FIELD)), min_size=1, max_size=3, unique=True)
usual_fields = st.sampled_from(
    (["name"], ["name", "phone"], ["purchases"], ["email"], ["phone", "purchases"])
)


class Records(RuleBasedStateMachine):
    """Rules are what can happen in a shop; each is done to the shop and to the model."""

    shop: Shop
    compared: Counter[str]

    def __init__(self) -> None:
        super().__init__()
        self.model = Model(published.by_id(self.shop.policy_id).policy)

    people, cases_, holdings = Bundle("people"), Bundle("cases"), Bundle("holdings")

    @rule(target=people, member=st.booleans(), name=st.text("aăâđêôơưạ b", min_size=1, max_size=9))
    def register(self, member: bool, name: str) -> int:
        """Somebody new; a member consents to supply."""
        return self._register(member, name)

    def _register(self, member: bool, name: str) -> int:
        standing = Standing.MEMBER if member else Standing.GUEST
        values = {"name": name, "phone": "0594000009", "email": "ai@example.vn", "address": "5 Lê Lợi"}
        with durable():
            subject = subjects.new_subject(standing, self.shop.policy_id, NOON)
            vault.seal(subject, values, NOON)
        self.model.people[subject] = Person(standing, {0: values})
        if member:
            self._say(subject, ("supply", Channel.IN_HOUSE, ""), ConsentState.GIVEN)
        return subject

    @initialize(target=people, members=st.lists(st.booleans(), min_size=2, max_size=2))
    def begin(self, members: list[bool]) -> Any:
        """Nobody comes into an empty shop."""
        return multiple(*(self._register(member, "An") for member in members))

    @rule(subject=people)
    def become_member(self, subject: int) -> None:
        """A guest accepts the policy."""
        subjects.become_member(subject, self.shop.policy_id)
        self.model.people[subject].standing = Standing.MEMBER

    @rule(target=cases_, subject=people, what=st.sampled_from(("2 bánh cốm", "1 trà sen")))
    def order(self, subject: int, what: str) -> int:
        """An order, open for those who pack it."""
        order, values = random_id(), {"purchases": what, "order_note": "gọi trước"}
        vault.seal(subject, values, NOON, order)
        self.model.people[subject].values[order] = dict(values)
        return self._case(Case(CaseKind.ORDER, subject, order))

    @rule(
        target=cases_,
        subject=st.one_of(st.none(), people),
        kind=st.sampled_from(KINDS),
        role=st.sampled_from(("", "care", "marketing")),
    )
    def open_case(self, subject: int | None, kind: CaseKind, role: str) -> int:
        """Any case: about one person or about everybody, for all or for one role."""
        if subject is None and kind not in cases.ABOUT_MANY:
            with pytest.raises(NotATerm):
                cases.open_case(kind, NOON, role=role)
            kind = CaseKind.CAMPAIGN  # a kind that may be about everybody
        return self._case(Case(kind, subject, role=role))

    @rule(case=cases_)
    def close_case(self, case: int) -> None:
        """Closed: from now on nobody looks because of it."""
        assert cases.close_case(case, NOON) == self.model.cases[case].open
        self.model.cases[case].open = False

    @rule(subject=people, what=st.sampled_from(CONSENTED), channel=st.sampled_from(CHANNELS), data=st.data())
    def say(self, subject: int, what: str, channel: Channel, data: st.DataObject) -> None:
        """Yes, no, no more, or a question; for advertising mostly to a named recipient."""
        recipient = data.draw(st.sampled_from(RECIPIENTS)) if what == "advertising" else ""
        to = data.draw(st.sampled_from((*[ConsentState.GIVEN] * 3, *ConsentState)))
        if to is not ConsentState.EXPIRED:  # nobody says that: time does
            self._say(subject, (what, channel, recipient), to)

    @rule(subject=people, states=st.sampled_from(STATES), on=seldom)
    def hold_still(self, subject: int, states: SubjectState, on: bool) -> None:
        """Freeze, restrict, note a minor; or let go of it."""
        person = self.model.people[subject]
        if on:
            assert freezing.set_states(subject, states, NOON) == person.states | states
            person.states |= states
        else:
            assert freezing.release_states(subject, states, NOON) == person.states & ~states
            person.states &= ~states

    @rule(
        target=holdings,
        usual=st.one_of(st.none(), st.sampled_from(USUAL)),
        case=st.one_of(st.none(), cases_),
        data=st.data(),
    )
    def hold_as_staff(self, usual: tuple[str, str] | None, case: int | None, data: st.DataObject) -> Any:
        """Somebody of the shop, with or without a case in hand."""
        role, purpose = usual or (data.draw(st.sampled_from(ROLES)), data.draw(st.sampled_from(PURPOSES)))
        return multiple(credentials.hold_as_staff(credentials.add_staff("Hà", role), purpose, case))

    @rule(target=holdings, path=st.sampled_from(OWN))
    def hold_in_code(self, path: str) -> Any:
        """What no person holds: our own code, for the system or for the customer; a bridge, which opens nothing."""
        bridge = path == "a bridge"
        return multiple(credentials.hold_as_bridge("shop") if bridge else credentials.hold_in_code(path))

    @rule(
        target=holdings,
        role=st.sampled_from(("partner", "partner", "legal", "fulfilment")),
        purpose=st.sampled_from(("advertising", "advertising", "supply", "authority_request")),
        names=some_fields,
        relation=st.sampled_from((None, *Relation)),
        recipient=st.sampled_from(RECIPIENTS),
        case=st.one_of(st.none(), cases_),
        claims=seldom,
    )
    def hold_with_key(
        self,
        role: str,
        purpose: str,
        names: list[str],
        relation: Relation | None,
        recipient: str,
        case: int | None,
        claims: bool,
    ) -> Any:
        """A machine's key, also one of somebody outside, also one that claims what it was not given."""
        granted = ["care"] if claims else [purpose]
        token = credentials.add_key(
            role, granted, [*names, "name"], NOON + timedelta(days=9), recipient, relation
        )
        return multiple(credentials.hold_with_key(token, purpose, NOON, case))

    @rule(
        holding=holdings,
        names=st.one_of(usual_fields, some_fields),
        asked=st.lists(people, min_size=1, max_size=4, unique=True),
        case=st.one_of(st.none(), st.none(), cases_),
        channel=st.sampled_from((*[Channel.IN_HOUSE] * 3, *CHANNELS)),
        stranger=seldom,
    )
    def reveal(
        self,
        holding: Holding,
        names: list[str],
        asked: list[int],
        case: int | None,
        channel: Channel,
        stranger: bool,
    ) -> None:
        """Anybody asks for anything about some people, perhaps about somebody who is nobody."""
        self._ask(holding, names, [(one, case) for one in asked] + [(12345, None)] * stranger, channel)

    def _ask(
        self, holding: Holding, names: list[str], asks: list[tuple[int, int | None]], channel: Channel
    ) -> None:
        expected = self.model.reveal(holding, names, asks, channel)
        answers = reveal_many(holding, names, [Ask(*one) for one in asks], NOON, channel)
        for answer, (decided, seen) in zip(answers, expected, strict=True):
            got = answer.decision
            outcome, clause, reason, basis, needed = decided
            assert (got.outcome, got.clause, got.reason, got.basis) == (outcome, clause, reason, basis)
            assert [(need.kind, need.what) for need in got.needed] == needed
            assert isinstance(answer, Revealed if outcome == "allowed" else Refusal)
            opened = answer.records if isinstance(answer, Revealed) else {}
            shown = {record: {n: v.open() for n, v in one.items()} for record, one in opened.items()}
            assert {record: one for record, one in shown.items() if one} == seen
            self.compared[reason] += 1

    @rule(
        subject=people,
        other=people,
        usual=st.sampled_from(USUAL),
        names=usual_fields,
        channel=st.sampled_from((Channel.IN_HOUSE, Channel.EMAIL)),
        both=seldom,
        consented=mostly,
        in_hand=mostly,
    )
    def work(
        self,
        subject: int,
        other: int,
        usual: tuple[str, str],
        names: list[str],
        channel: Channel,
        both: bool,
        consented: bool,
        in_hand: bool,
    ) -> None:
        """What the shop is there for: mostly allowed, and sometimes one thing is missing."""
        (role, purpose), kind = usual, self.model.policy.purposes[usual[1]].needs
        if consented:
            self._say(subject, (purpose, channel, ""), ConsentState.GIVEN)
        case = (
            self._case(Case(kind, None if kind is CaseKind.CAMPAIGN else subject))
            if kind and in_hand
            else None
        )
        holding = credentials.hold_as_staff(credentials.add_staff("Hà", role), purpose, case)
        self._ask(
            holding, names, [(one, None) for one in sorted({subject, other if both else subject})], channel
        )

    @rule()
    def tick(self) -> None:
        """The sequencer's turn."""
        assert integrate()

    @rule(subject=people, now=seldom)
    def export(self, subject: int, now: bool) -> None:
        """The customer's bundle: verified, and exactly what happened to them, no more and no less."""
        if now:
            self._export(subject)

    def _export(self, subject: int) -> None:
        if not self.model.export(subject):
            with pytest.raises(Refused):
                export_bundle(subject, NOON)
            return
        bundle = export_bundle(subject, NOON)
        assert verify_bundle(bundle).ok
        told, happened = _told(bundle), self.model.people[subject].happened
        assert Counter(told) == Counter(happened)
        # Refusals of one kind are counted in one leaf; everything else stands in the order it happened.
        assert [one for one in told if one.event != "refuse"] == [
            one for one in happened if one.event != "refuse"
        ]
        self.compared["bundle"] += 1

    def teardown(self) -> None:
        """At the end of each history, those it began with ask for their bundles."""
        for subject in [*self.model.people][:2]:
            self._export(subject)

    def _say(self, subject: int, key: tuple[str, Channel, str], to: ConsentState) -> None:
        purpose, channel, recipient = key
        saying = {
            ConsentState.GIVEN: consents.give,
            ConsentState.REFUSED: consents.refuse,
            ConsentState.WITHDRAWN: consents.withdraw,
            ConsentState.REQUESTED: consents.ask,
        }[to]
        asked = [self.shop.asked(purpose, channel, recipient)]
        if self.model.consent(subject, (purpose, channel.value, recipient), to):
            saying(subject, asked, NOON)
        else:
            with pytest.raises(NotPossible):
                saying(subject, asked, NOON)

    def _case(self, case: Case) -> int:
        opened = cases.open_case(
            case.kind, NOON, subject=case.subject, record=case.record, role=case.role, staff=case.staff
        )
        self.model.cases[opened] = case
        return opened


def _told(bundle: bytes) -> list[Happened]:
    """What a bundle says, one for each use: a leaf of one person's refusals counts them."""
    told: list[Happened] = []
    for entry in json.loads(bundle)["entries"]:
        leaf = decode(entry["leaf"].encode())
        happened = Happened(
            *(leaf.event.value, leaf.purpose, leaf.clause, leaf.decision.value, leaf.actor, leaf.fields),
            *(leaf.recipient, leaf.channel.value),
        )
        told += [happened] * (1 if leaf.batch else leaf.count)
    return told
