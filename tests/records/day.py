"""A day in a shop on which something breaks: what may be going on then, and what must hold afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from giuloi.core.ledger.verify import verify_bundle
from giuloi.core.terms import Channel, ConsentState, NotServing, SubjectState, Unavailable
from giuloi.records import consents, freezing, selfcheck, vault
from giuloi.records.credentials import Holding
from giuloi.records.database import durable
from giuloi.records.facts import Ask
from giuloi.records.keyring import keyring
from giuloi.records.reveal import Revealed, reveal
from giuloi.records.uses.bundle import export_bundle
from giuloi.records.uses.sequencer import integrate
from tests.cast import AN
from tests.no_leaf_no_key import leaves_of
from tests.records.conftest import NOON, Shop

SUPPLY = ("supply", "in_house", "")


@dataclass(slots=True)
class Day:
    """A shop with one member, and everything that may be going on when something breaks."""

    shop: Shop
    subject: int
    holding: Holding
    printed: int = 0

    def open(self) -> None:
        """The order's data, through the gate."""
        answer = reveal(self.holding, ["name"], Ask(self.subject), NOON)
        if isinstance(answer, Revealed):
            assert answer.fields["name"].open() == AN.name
            self.printed += 1

    def give(self) -> None:
        """Consent."""
        consents.give(self.subject, [self.shop.asked("supply", Channel.IN_HOUSE)], NOON)

    def withdraw(self) -> None:
        """… taken back."""
        consents.withdraw(self.subject, [self.shop.asked("supply", Channel.IN_HOUSE)], NOON)

    def freeze(self) -> None:
        """A freeze, and its release."""
        freezing.set_states(self.subject, SubjectState.FROZEN, NOON)
        freezing.release_states(self.subject, SubjectState.FROZEN, NOON)

    def register(self) -> None:
        """Somebody new."""
        with durable():
            self.shop.person(AN)

    def change(self) -> None:
        """A new address."""
        vault.seal(self.subject, {"address": AN.address}, NOON)

    def tick(self) -> None:
        """The sequencer's turn."""
        assert integrate()

    def export(self) -> None:
        """The customer's bundle."""
        assert verify_bundle(export_bundle(self.subject, NOON)).ok


ACTS = ("open", "give", "withdraw", "freeze", "register", "change", "tick", "export")
Act = Callable[[Day], None]


def attempt(act: Callable[[], None]) -> bool:
    """Whether it was done; anything but a plain "not now" is a failure of the test."""
    try:
        act()
    except (Unavailable, NotServing):
        return False
    return True


def works_again(day: Day) -> None:
    """Checked as at a start, and then all of it once more, by the same process."""
    selfcheck.run()
    freezing.release_states(day.subject, SubjectState.FROZEN | SubjectState.RESTRICTED, NOON)
    for act in ("give", "open", "freeze", "register", "change", "tick", "withdraw", "export"):
        getattr(day, act)()
    assert consents.states_of(day.subject)[SUPPLY] is ConsentState.WITHDRAWN
    assert keyring().withdrawals_of(day.subject) == {SUPPLY}
    before = day.printed
    day.open()
    assert day.printed == before
    day.give()
    day.open()
    day.tick()
    assert day.printed == before + 1
    assert sum(leaf.event == "reveal" for leaf in leaves_of(keyring(), day.subject)) >= day.printed
