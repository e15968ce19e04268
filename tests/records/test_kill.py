"""kill -9 anywhere: what was acknowledged stands, nothing left the house without its leaf, and work goes on."""

from __future__ import annotations

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

import pytest

from giuloi.core.ledger.note import VerifierKey
from giuloi.core.ledger.verify import Trusted, verify_bundle
from giuloi.core.terms import ConsentState, SubjectState
from giuloi.records import consents, freezing, installation, reveal, selfcheck
from giuloi.records.database import rows
from giuloi.records.keyring import keyring
from giuloi.records.places import places
from giuloi.records.subjects import standing_of
from giuloi.records.uses import pending, tally
from giuloi.records.uses.bundle import export_bundle
from giuloi.records.uses.sequencer import integrate
from giuloi.records.uses.tiles import TileLog
from tests.harness.forks import fork
from tests.no_leaf_no_key import leaves_of
from tests.records.conftest import NOON, Shop
from tests.records.toil import AFTER, BEFORE, Toil, die_at, opened, told

SUPPLY = ("supply", "in_house", "")
BY_CHANCE = 8  # kills at no chosen place, in the run of every day


@dataclass(slots=True)
class Person:
    """What was acknowledged of one person, and what was under way at the last kill (None: nothing)."""

    case: int | None = None
    consent: ConsentState | None = None
    frozen: bool = False
    under_way: str = ""
    printed: int = 0


@dataclass(slots=True)
class Book:
    """What the parent knows from the lines alone."""

    people: dict[int, Person] = field(default_factory=dict)
    kills: Counter[str] = field(default_factory=Counter)

    def read(self, lines: Iterable[dict[str, Any]]) -> set[int]:
        """Take down what a process told; returns whom it was about."""
        seen = set()
        for line in lines:
            seen.add(line["subject"])
            person = self.people.setdefault(line["subject"], Person())
            match line["what"]:
                case "registered":
                    person.case = line["case"]
                case "given" | "withdrawn":
                    person.consent = ConsentState(line["what"])
                case "frozen" | "released":
                    person.frozen = line["what"] == "frozen"
                case "opened":
                    person.printed += 1
                    assert line["name"] == f"Người {line['subject']}"
            person.under_way = line["what"] if line["what"] in UNDER_WAY else ""
        return seen


UNDER_WAY = ("register", "give", "withdraw", "freeze", "release")


def _killed(shop: Shop, seed: int, label: str = "") -> bytes:
    """What a worker told until it died: at the label's place, or after a while."""
    chance = random.Random(seed)

    def work(pipe: int) -> None:
        if label:
            die_at(label, chance.randint(1, 4))
        Toil(shop, pipe, chance).on()

    child = fork(work)
    if not label:
        time.sleep(chance.uniform(0.01, 0.25))
        os.kill(child.pid, signal.SIGKILL)
    said = child.all_it_said()
    assert child.ended() == -signal.SIGKILL, label
    return said


def _labels(runs: int) -> list[str]:
    """Every label once and some kills by chance; or as many as the large run asks for."""
    every = [*BEFORE, *AFTER]
    return (
        (every + [""] * BY_CHANCE)
        if not runs
        else [(*every, *[""] * len(every))[n % (2 * len(every))] for n in range(runs)]
    )


def test_a_kill_at_any_moment_loses_nothing_that_was_acknowledged(
    shop: Shop, runs: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """After each kill: checked at the start as always, every use in the tree, every promise as it was told."""
    book = Book()
    for seed, label in enumerate(_labels(runs)):
        seen = book.read(told(_killed(shop, seed, label)))
        book.kills[label or "by chance"] += 1
        selfcheck.run()
        assert integrate()
        _no_half_state()
        for subject in seen:
            _as_told(shop, subject, book.people[subject])
    with capsys.disabled():
        told_of = sum(person.printed for person in book.people.values())
        print(
            f" [{book.kills.total()} kills at {len(book.kills)} places, {told_of} values had been printed]",
            end="",
        )
    assert told_of > 0
    _whole_ledger(book)


def _as_told(shop: Shop, subject: int, person: Person) -> None:
    """One person's promises; what was under way may have happened or not, and is settled either way."""
    if person.case is None and standing_of(subject) is None:
        return  # the registration was cut off before it was acknowledged: nobody is there
    assert standing_of(subject) is not None
    state, states = consents.states_of(subject).get(SUPPLY), standing_of(subject)[1]  # type: ignore[index]
    settled = {"give": ConsentState.GIVEN, "withdraw": ConsentState.WITHDRAWN}
    assert state in {person.consent, settled.get(person.under_way, person.consent)} or (
        # A yes that was cut off before the key store let go is taken back at the start: it errs on the shut side.
        person.under_way == "give" and state is ConsentState.WITHDRAWN
    )
    frozen = {person.frozen, {"freeze": True, "release": False}.get(person.under_way, person.frozen)}
    assert bool(states & SubjectState.FROZEN) in frozen
    assert (state is ConsentState.WITHDRAWN) == (SUPPLY in keyring().withdrawals_of(subject))
    assert keyring().standing_restrictions().get(subject, 0) == int(states & freezing.HOLDING)
    person.consent, person.frozen, person.under_way = state, bool(states & SubjectState.FROZEN), ""
    _serves(shop, subject, person)


def _serves(shop: Shop, subject: int, person: Person) -> None:
    """The installation answers as it should: open to who may, shut to who may not."""
    [(case,)] = rows("SELECT id FROM records_case WHERE subject_id = %s", (subject,))
    answer = opened(subject, case)
    may = person.consent is ConsentState.GIVEN and not person.frozen
    assert isinstance(answer, reveal.Revealed) == may
    person.printed += may


def _no_half_state() -> None:
    """Nothing waits, every sealed row has its key, every counter its codes, every file is whole."""
    assert pending.backlog() == 0
    [(counted,)], [(known,)] = (
        rows("SELECT coalesce(sum(count), 0) FROM records_usecounter"),
        rows("SELECT count(*) FROM records_uselookup"),
    )
    assert counted == known
    _numbers_follow_from_the_leaves()
    with keyring().store.reading() as connection:
        keys = {tuple(row) for row in connection.execute("SELECT subject, class, version FROM data_key")}
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert set(rows("SELECT DISTINCT subject_id, klass, key_version FROM records_vaultrow")) <= keys
    assert not (places().ledger / "private" / "tick.json").exists()


def _numbers_follow_from_the_leaves() -> None:
    """The public numbers count each leaf once: made again from the tree they are the same."""
    kept = rows(KEPT_NUMBERS)
    with closing(TileLog(places().ledger)) as log:
        tally.rebuild(log.entries(0, log.size))
    assert rows(KEPT_NUMBERS) == kept


KEPT_NUMBERS = (
    "SELECT day, clause, event, decision, purpose, leaves, count FROM records_usetally ORDER BY 1, 2, 3, 4, 5"
)


def _whole_ledger(book: Book) -> None:
    """No reveal without its leaf, and a bundle of everybody's that verifies and says the same."""
    pinned = Trusted(log_keys=(VerifierKey.parse(installation.public_key()),))
    for subject, person in book.people.items():
        found = standing_of(subject)
        if found is None:
            continue
        integrate()
        revealed = sum(leaf.event == "reveal" for leaf in leaves_of(keyring(), subject))
        assert revealed >= person.printed
        if found[1] & SubjectState.FROZEN:
            freezing.release_states(subject, SubjectState.FROZEN, NOON)
        verdict = verify_bundle(export_bundle(subject, NOON), pinned)
        assert verdict.ok, verdict.findings
        assert sum(use.event == "reveal" for use in verdict.uses) == revealed
