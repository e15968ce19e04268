"""A day's work, told line by line as it is acknowledged, until somebody kills whoever does it.

What is printed was acknowledged: `consents.give` returned, a value was handed over. A line that says what is
about to be done comes first, so that the parent knows what may or may not have happened when the kill came.
"""

from __future__ import annotations

import json
import os
import random
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from types import ModuleType
from typing import Any, NoReturn

from giuloi.core.crypto.primitives import random_id
from giuloi.core.terms import CaseKind, Channel, Standing, SubjectState
from giuloi.records import cases, consents, credentials, freezing, reveal, subjects, vault
from giuloi.records.database import durable as on_disk
from giuloi.records.facts import Ask
from giuloi.records.keyring import Keyring, data_keys, opening, serials, standing
from giuloi.records.uses import head, journal, pending, sequencer, tiles
from tests.records.conftest import NOON, Shop

FIELDS = ("name", "phone")
FROZEN = SubjectState.FROZEN
ENOUGH = 400  # works after which a place that was not passed is not on the way at all

Place = tuple[type | ModuleType, str]
# Where a process dies: just before this is called, or (`after`) just after it returned.
BEFORE: dict[str, Place] = {
    "after the pending commit, before opening": (Keyring, "open_many"),
    "before the pending commit": (pending, "run_many"),
    "after opening, before the answer": (reveal, "_record_not_opened"),
    "after the data of a yes, before the key store": (Keyring, "lift_withdrawal"),
    "after the data of a release, before the key store": (standing, "write_restriction"),
    "before a key store's serial is noted": (serials, "put"),
    "in the middle of replacing a file": (os, "replace"),
    "before the rows of a tick": (sequencer.Sequencer, "_append"),
    "leaves there, head not signed": (head, "note_head"),
    "head noted, not published": (tiles.TileLog, "publish"),
    "head published, rows not gone": (sequencer.Sequencer, "_commit"),
    "rows going": (sequencer, "remove"),
    "tick whole, journal there": (journal, "sweep"),
}
AFTER: dict[str, Place] = {
    "keys there, row not": (Keyring, "create_keys"),
    "in the key store's own transaction": (data_keys, "create"),
    "key store knows of a no, data does not": (Keyring, "withdraw"),
    "key store knows of a freeze, data does not": (Keyring, "restrict"),
    "sealed, not written": (Keyring, "seal_rows"),
    "key in hand": (opening, "unwrap"),
    "leaves on disk, tiles not": (tiles.EntryFiles, "append"),
}


def die(*_: Any, **__: Any) -> NoReturn:
    """kill -9, from the inside."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("still alive")


def die_at(label: str, turn: int) -> None:
    """Arrange to die at the `turn`th passing of the place with this label."""
    where, name = (BEFORE | AFTER)[label]
    real, left = getattr(where, name), iter(range(turn))

    def deadly(*given: Any, **named: Any) -> Any:
        last = next(left, turn) == turn - 1
        if last and label in BEFORE:
            die()
        answer = real(*given, **named)
        return die() if last else answer

    setattr(where, name, deadly)


@dataclass(slots=True)
class Toil:
    """One process at work on its own people; `pipe` is where it tells."""

    shop: Shop
    pipe: int
    chance: random.Random

    def tell(self, what: str, subject: int, **more: Any) -> None:
        """One line, whole or not at all: shorter than what a pipe takes in one piece."""
        os.write(self.pipe, (json.dumps({"what": what, "subject": subject, **more}) + "\n").encode())

    def on(self) -> None:
        """One thing after the other, by chance; far longer than anybody lets it live."""
        works: Sequence[Callable[[int], None]] = (
            *(self.open, self.open, self.give, self.withdraw, self.freeze, self.release, self.tick),
        )
        people = [self.register() for _ in range(2)]
        for _ in range(ENOUGH):
            self.chance.choice(works)(self.chance.choice(people))
            if self.chance.random() < 0.1:
                people.append(self.register())

    def register(self) -> int:
        """A member with an order and consent to its supply: one transaction, and acknowledged."""
        subject, order = random_id(), random_id()
        self.tell("register", subject)
        with on_disk():
            subjects.new_subject(Standing.MEMBER, self.shop.policy_id, NOON, subject=subject)
            vault.seal(subject, {"name": f"Người {subject}", "phone": str(subject)[:9]}, NOON)
            vault.seal(subject, {"purchases": "2 bánh cốm"}, NOON, order)
            case = cases.open_case(CaseKind.ORDER, NOON, subject=subject, record=order)
        self.tell("registered", subject, case=case)
        self.give(subject)
        return subject

    def give(self, subject: int) -> None:
        """Consent to supply."""
        self.tell("give", subject)
        consents.give(subject, [self.shop.asked("supply", Channel.IN_HOUSE)], NOON)
        self.tell("given", subject)

    def withdraw(self, subject: int) -> None:
        """… taken back."""
        self.tell("withdraw", subject)
        consents.withdraw(subject, [self.shop.asked("supply", Channel.IN_HOUSE)], NOON)
        self.tell("withdrawn", subject)

    def freeze(self, subject: int) -> None:
        """Nothing may be opened."""
        self.tell("freeze", subject)
        freezing.set_states(subject, FROZEN, NOON)
        self.tell("frozen", subject)

    def release(self, subject: int) -> None:
        """… and again it may."""
        self.tell("release", subject)
        freezing.release_states(subject, FROZEN, NOON)
        self.tell("released", subject)

    def open(self, subject: int) -> None:
        """What those who pack the order see; the value is printed: it has left the house."""
        answer = opened(subject, self.case_of(subject))
        if isinstance(answer, reveal.Revealed):
            self.tell("opened", subject, name=answer.fields["name"].open())

    def case_of(self, subject: int) -> int:
        """The order's case."""
        return int(cases.Case.objects.get(subject_id=subject).id)

    def tick(self, _: int) -> None:
        """The sequencer's turn."""
        with closing(sequencer.Sequencer()) as running:
            running.recover()
            running.tick()


def opened(subject: int, case: int) -> reveal.Answer:
    """One opening for the order."""
    holding = credentials.hold_as_staff(_packer(), "supply", case)
    return reveal.reveal(holding, FIELDS, Ask(subject), NOON)


def _packer() -> int:
    found = credentials.Staff.objects.filter(role="fulfilment").first()
    return int(found.id) if found else credentials.add_staff("Lan", "fulfilment")


def told(said: bytes) -> Iterator[dict[str, Any]]:
    """The lines of a process; a kill leaves no half of one."""
    for line in said.decode().splitlines():
        yield json.loads(line)
