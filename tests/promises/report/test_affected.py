"""The list of the affected is exact: nobody too many, nobody too few, from anonymous leaves."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from giuloi.core.fields import mask_of
from giuloi.core.terms import CaseKind, NotATerm, Standing, SubjectState
from giuloi.promises.report.incidents.affected import (
    each,
    everybody_affected,
    in_numbers,
    list_affected,
    searches_of,
)
from giuloi.records import cases, credentials
from giuloi.records.credentials import Holding
from giuloi.records.database import durable
from giuloi.records.facts import Ask
from giuloi.records.freezing import set_states
from giuloi.records.reveal import reveal_many
from giuloi.records.uses import affected
from giuloi.records.uses.affected import Wanted
from giuloi.records.uses.pending import Use, record_uses
from tests.cast import AN, BINH
from tests.promises.report.conftest import BY, opened
from tests.records.conftest import Shop

FAR = timedelta(days=3650)


def wanted(*actors: str, purposes: tuple[str, ...] = (), since: datetime, until: datetime) -> Wanted:
    """Which uses."""
    return Wanted(frozenset(actors), frozenset(purposes), since, until)


@dataclass
class Truth:
    """What really happened, kept beside the ledger: actor → person → (fields, purposes, uses)."""

    seen: dict[tuple[str, int], tuple[int, set[str], int]] = field(default_factory=dict)

    def of(self, actor: str) -> dict[int, tuple[int, str, int]]:
        """As the list should say it."""
        return {
            subject: (mask, " ".join(sorted(purposes)), uses)
            for (who, subject), (mask, purposes, uses) in self.seen.items()
            if who == actor
        }


def listed(incident: int) -> dict[int, tuple[int, str, int]]:
    """The list as it stands."""
    return {
        subject: (mask, said, uses) for subject, mask, said, uses in each(incident) if subject is not None
    }


def a_care_look(shop: Shop, holding: Holding, subject: int, fields: list[str]) -> None:
    """Somebody of customer care looks at one person, with a case."""
    case = cases.open_case(CaseKind.CARE, shop.now(), subject=subject)
    reveal_many(holding, fields, [Ask(subject, case)], shop.now())


def test_only_those_whom_this_actor_opened_in_this_time_are_listed(shop: Shop, binh: int) -> None:
    """Not whom a colleague opened, not before, not after, and not whom the gate refused."""
    ha, khoa = shop.staff("care", "care"), shop.staff("care", "care")
    other = shop.person(AN)
    a_care_look(shop, ha, other, ["name"])  # before
    begins = shop.now()
    a_care_look(shop, ha, binh, ["name", "phone"])
    a_care_look(shop, khoa, other, ["name"])  # a colleague
    shop.open(ha, ["name"], other)  # refused: there is no case
    ends = shop.now()
    a_care_look(shop, ha, other, ["email"])  # after
    incident = opened(shop)
    found = list_affected(incident, wanted(ha.actor, since=begins, until=ends), shop.now(), BY)
    assert listed(incident) == {binh: (mask_of(["name", "phone"]), "care", 1)}
    assert (found.people, found.nameless) == (1, 0)
    [search] = searches_of(incident)
    assert search.people == 1
    assert search.wanted["actors"] == [ha.actor]


def test_fields_purposes_and_uses_are_added_up_and_a_new_list_takes_the_place_of_the_old(
    shop: Shop, binh: int
) -> None:
    """Two looks are one customer with both."""
    ha = shop.staff("care", "care")
    begins = shop.now()
    a_care_look(shop, ha, binh, ["name"])
    a_care_look(shop, ha, binh, ["phone"])
    incident, ends = opened(shop), shop.now()
    for _ in range(2):
        list_affected(incident, wanted(since=begins, until=ends), shop.now(), BY)
    assert listed(incident) == {binh: (mask_of(["name", "phone"]), "care", 2)}
    assert in_numbers(incident).by_field == (("name", 1), ("phone", 1))
    list_affected(incident, wanted("staff/care/00000000000000ff", since=begins, until=ends), shop.now(), BY)
    assert listed(incident) == {}


def test_what_was_allowed_and_stayed_shut_after_all_counts_for_nothing(shop: Shop, binh: int) -> None:
    """The second entry puts the first one right."""
    begins, actor = shop.now(), "staff/care/00000000000000aa"
    said = {"purpose": "care", "clause": "I.2", "policy_hash": "0" * 64, "decision": "allowed"}
    with durable():
        for event in ("reveal", "not_opened"):
            record_uses([Use(shop.now(), actor, event, subjects=(binh,), fields=1, **said)])
    incident = opened(shop)
    assert list_affected(incident, wanted(actor, since=begins, until=shop.now()), shop.now(), BY).people == 0


@pytest.mark.parametrize("at_once", [affected.AT_ONCE, 7])
def test_a_random_history_gives_exactly_the_truth(
    shop: Shop, at_once: int, monkeypatch: pytest.MonkeyPatch, runs: int
) -> None:
    """Batches and single uses of three actors over forty people: precision and recall are 1, also in small passes."""
    chance, truth, begins = random.Random(at_once), Truth(), shop.now()
    people = [shop.person(BINH, Standing.GUEST) for _ in range(40)]
    actors = [f"staff/care/{number:016x}" for number in range(3)]
    monkeypatch.setattr(affected, "CODES", 50)
    monkeypatch.setattr(affected, "_PEOPLE", 9)
    for _ in range(runs or 60):
        actor, purpose = chance.choice(actors), chance.choice(["care", "supply"])
        some = tuple(chance.sample(people, chance.choice([1, 1, 2, 15])))
        mask = chance.choice([1, 2, 7])
        use = Use(shop.now(), actor, "reveal", purpose, "I.2", "0" * 64, "allowed", some, fields=mask)
        with durable():
            record_uses([use])
        for one in some:
            held = truth.seen.get((actor, one), (0, set(), 0))
            truth.seen[actor, one] = (held[0] | mask, held[1] | {purpose}, held[2] + 1)
    incident = opened(shop)
    for actor in actors:
        asked = wanted(actor, since=begins, until=shop.now())
        list_affected(incident, asked, shop.now(), BY, at_once=at_once)
        assert listed(incident) == truth.of(actor)


def test_whoever_was_erased_since_is_counted_and_not_named(shop: Shop, binh: int) -> None:
    """Their codes are nobody's."""
    from giuloi.records.keyring import keyring

    ha, begins = shop.staff("care", "care"), shop.now()
    a_care_look(shop, ha, binh, ["name"])
    incident = opened(shop)
    from giuloi.records.uses.sequencer import integrate

    assert integrate()
    keyring().erase_people([binh], shop.now())
    found = list_affected(incident, wanted(ha.actor, since=begins, until=shop.now()), shop.now(), BY)
    assert (found.people, found.nameless) == (0, 1)


def test_who_read_past_the_ledger_affects_everybody(shop: Shop, an: int, binh: int) -> None:
    """With every field that is held."""
    set_states(binh, SubjectState.FROZEN, shop.now())
    incident = opened(shop)
    assert everybody_affected(incident, shop.now(), BY).people == 2
    assert set(listed(incident)) == {an, binh}
    assert all(mask & mask_of(["name", "phone"]) for mask, _, _ in listed(incident).values())


def test_a_window_that_ends_before_it_begins_is_said(shop: Shop) -> None:
    """Nothing would be found, and nobody would know why."""
    at = shop.now()
    with pytest.raises(NotATerm):
        wanted(since=at, until=at)


def test_credentials_of_keys_are_found_by_their_pseudonym(shop: Shop, binh: int) -> None:
    """What a stolen key opened is what the list is for."""
    at = shop.now()
    token = credentials.add_key("care", ["care"], ["name"], at + FAR)
    case = cases.open_case(CaseKind.CARE, shop.now(), subject=binh)
    holding = credentials.hold_with_key(token, "care", shop.now(), case)
    reveal_many(holding, ["name"], [Ask(binh)], shop.now())
    incident = opened(shop)
    list_affected(incident, wanted(holding.actor, since=at, until=shop.now()), shop.now(), BY)
    assert set(listed(incident)) == {binh}
