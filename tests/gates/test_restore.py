"""Whatever backup is restored, at whatever moment: who was erased stays erased, who withdrew stays withdrawn."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections

from giuloi.core.terms import Channel, ConsentState, RetentionClass, Secret, Standing, SubjectState
from giuloi.records import consents, do_not_contact, freezing, selfcheck, traces
from giuloi.records.backup import making, restoring
from giuloi.records.backup.frozen import is_sending_frozen
from giuloi.records.backup.shelf import Backup
from giuloi.records.database import durable, rows
from giuloi.records.keyring import keyring
from giuloi.records.keyring.erasing import Part
from giuloi.records.places import places
from giuloi.records.reveal import Revealed
from giuloi.records.subjects import standing_of
from giuloi.records.uses.sequencer import integrate
from tests.cast import AN, Person
from tests.no_leaf_no_key import leaves_of
from tests.records.conftest import Shop, shop

__all__ = ["shop"]

PROMOTION = ("promotion", Channel.EMAIL)
KEY = ("promotion", "email", "")


@dataclass(slots=True)
class World:
    """A shop with a past: what was done to whom, as it was acknowledged."""

    shop: Shop
    chance: random.Random
    shelf: Path
    people: dict[int, int] = field(default_factory=dict)  # subject → order
    cases: dict[int, int] = field(default_factory=dict)
    erased: set[int] = field(default_factory=set)
    withdrawn: set[int] = field(default_factory=set)
    frozen: set[int] = field(default_factory=set)
    parts: set[int] = field(default_factory=set)
    never: set[int] = field(default_factory=set)
    backups: list[Backup] = field(default_factory=list)

    def step(self) -> None:
        """One thing that happens in a shop."""
        self.chance.choice(
            [
                *(self.come, self.come, self.withdraw, self.erase, self.freeze, self.forget_care),
                *(self.open, self.tick, self.never_again, self.give_again),
            ]
        )()

    def come(self) -> None:
        """A new member with an order and consent."""
        number = len(self.people)
        who = Person(**{**_values(AN), "name": f"Canary {number} Quế", "email": f"canary{number}@example.vn"})
        subject = self.shop.person(who, Standing.MEMBER)
        self.shop.give(subject, ("supply", Channel.IN_HOUSE), PROMOTION)
        self.people[subject], self.cases[subject] = self.shop.order(subject, f"canary-cake-{number}")

    def one(self) -> int | None:
        """Somebody who is still there."""
        there = sorted(self.people.keys() - self.erased)
        return self.chance.choice(there) if there else None

    def withdraw(self) -> None:
        """A consent taken back."""
        if subject := self.one():
            self.shop.withdraw(subject, PROMOTION)
            self.withdrawn.add(subject)

    def give_again(self) -> None:
        """A fresh yes."""
        if (subject := self.one()) and subject in self.withdrawn:
            self.shop.give(subject, PROMOTION)
            self.withdrawn.discard(subject)

    def erase(self) -> None:
        """Keys before rows."""
        if subject := self.one():
            keyring().erase_people([subject], self.shop.now())
            with durable():
                traces.erase_records([self.people[subject]])
                traces.erase_people([subject])
            self.erased.add(subject)

    def forget_care(self) -> None:
        """What was bought is no longer needed; the person stays."""
        if subject := self.one():
            keyring().erase_parts([Part(subject, RetentionClass.ORDER)], self.shop.now())
            self.parts.add(subject)

    def freeze(self) -> None:
        """A restriction."""
        if subject := self.one():
            freezing.set_states(subject, SubjectState.RESTRICTED, self.shop.now())
            self.frozen.add(subject)

    def never_again(self) -> None:
        """Never contact me."""
        if subject := self.one():
            do_not_contact.ask_never(
                subject, {"email": Secret(f"never{subject}@example.vn")}, self.shop.now()
            )
            self.never.add(subject)

    def open(self) -> None:
        """The shop opens what a case needs."""
        if subject := self.one():
            self.shop.open(self.shop.staff("fulfilment", "supply", self.cases[subject]), ["name"], subject)

    def tick(self) -> None:
        """The ledger catches up; between two of these, uses wait."""
        integrate()

    def back_up(self) -> None:
        """A backup of this moment."""
        self.backups.append(making.back_up_data(self.shelf, self.shop.now()))


def _values(who: Person) -> dict[str, Any]:
    return {"name": who.name, "phone": who.phone, "email": who.email, "address": who.address, "account": 1}


def test_nothing_that_was_erased_or_withdrawn_comes_back_from_any_backup(
    shop: Shop, tmp_path: Path, runs: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """A past by chance, a backup by chance, restored: everything as it was acknowledged last, and it serves."""
    world = World(shop, random.Random(22), tmp_path / "shelf")
    points = runs or 3
    for _ in range(points):
        for _ in range(world.chance.randint(8, 20)):
            world.step()
        world.back_up()
        for _ in range(world.chance.randint(4, 16)):
            world.step()
        backup = world.chance.choice(world.backups[-4:])
        restoring.restore(backup, shop.now())
        assert is_sending_frozen()
        _as_acknowledged(world)
        _no_canary(world)
        assert restoring.confirm(shop.now())
        assert not is_sending_frozen()
        _lose_who_came_since(world)
        selfcheck.run()
        world.backups = [one for one in world.backups if one.at <= backup.at]
    with capsys.disabled():
        print(f" [{points} restores, {len(world.erased)} erased, 0 resurrected, 0 withdrawals back]", end="")


def _as_acknowledged(world: World) -> None:
    """Whoever is in the data is as they were told last; whoever was erased is nowhere."""
    there = {int(one) for (one,) in rows("SELECT id FROM records_subject")}
    assert not there & world.erased
    assert not {int(one) for (one,) in rows("SELECT subject_id FROM records_vaultrow")} & world.erased
    for subject in there & world.people.keys():
        state = consents.states_of(subject).get(KEY)
        assert (state is ConsentState.WITHDRAWN) or subject not in world.withdrawn
        if subject in world.frozen:
            assert standing_of(subject)[1] & SubjectState.RESTRICTED  # type: ignore[index]
        if subject in world.never:
            assert do_not_contact.never(subject)
        if subject in world.parts:
            assert not rows("SELECT 1 FROM records_vaultrow WHERE subject_id = %s AND klass = 1", (subject,))
        _ledger_is_whole(subject)
        _serves(world, subject)


def _ledger_is_whole(subject: int) -> None:
    """Each code of theirs up to the counter is found: nothing lost, nothing twice."""
    leaves_of(keyring(), subject)


def _serves(world: World, subject: int) -> None:
    case = rows("SELECT id FROM records_case WHERE id = %s AND closed_at IS NULL", (world.cases[subject],))
    if not case:
        return
    holding = world.shop.staff("fulfilment", "supply", world.cases[subject])
    (answer,) = world.shop.open(holding, ["name"], subject)
    assert isinstance(answer, Revealed) == (subject not in world.frozen)


def _no_canary(world: World) -> None:
    """No word of anybody in the files of the restored data, in the backup, or in what is kept beside them."""
    connections.close_all()
    folders = [world.shelf, places().data]
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    if connection.vendor == "sqlite":
        files.append(Path(str(connection.settings_dict["NAME"])))
    for path in files:
        held = path.read_bytes()
        assert b"canary" not in held.lower(), path
        assert "Quế".encode() not in held, path


def _lose_who_came_since(world: World) -> None:
    """Whoever registered after the backup is gone with the data: the shop knows no better."""
    there = {int(one) for (one,) in rows("SELECT id FROM records_subject")}
    for subject in list(world.people):
        if subject not in there and subject not in world.erased:
            del world.people[subject]
            for known in (world.withdrawn, world.frozen, world.parts, world.never):
                known.discard(subject)
    for subject in list(world.people.keys() & there):
        if consents.states_of(subject).get(KEY) is ConsentState.WITHDRAWN:
            world.withdrawn.add(subject)
