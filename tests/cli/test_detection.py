"""Honey records, read budgets and the look at everything, from the shell."""

from __future__ import annotations

import json

import pytest

from giuloi.records.keyring import keyring
from tests.cli.transcript import Run
from tests.records.conftest import Shop

pytestmark = pytest.mark.once


def test_honey_records_are_made_listed_and_taken_away(giuloi: Run, shop: Shop) -> None:
    """Printed to whoever has the shell; an empty list says how to begin; what is not there is said."""
    assert giuloi(["honey", "list"]) == (0, "There is no honey record yet: giuloi honey add\n")
    code, made = giuloi(["honey", "add", "--customers", "2"])
    first, second = made.split()
    assert code == 0
    assert giuloi(["honey", "list"])[1].split() == [
        "customer",
        min(made.split()),
        "customer",
        max(made.split()),
    ] or (set(giuloi(["honey", "list"])[1].split()) == {"customer", first, second})
    assert giuloi(["honey", "remove", first, "--yes"]) == (0, f"{first} is gone.\n")
    code, said = giuloi(["honey", "remove", "4711", "--yes"])
    assert (code, said) == (1, "giuloi: there is no such honey record\n")
    assert giuloi(["honey", "add", "--customers", "999"])[0] == 2


def test_a_honey_key_is_printed_once(giuloi: Run, shop: Shop) -> None:
    """The list has its pseudonym, not its token."""
    code, token = giuloi(["honey", "add-key", "--role", "care", "--purpose", "care"])
    assert code == 0
    listed = giuloi(["honey", "list"])[1]
    assert listed.startswith("key")
    assert token.strip() not in listed
    assert giuloi(["honey", "remove", listed.split()[1], "--yes"])[0] == 0
    assert giuloi(["honey", "add-key", "--role", "nobody", "--purpose", "care"])[0] == 2


def test_a_budget_is_set_shown_and_taken_back(giuloi: Run, shop: Shop) -> None:
    """What nobody may open is refused as a wrong use."""
    assert giuloi(["budget", "set", "care", "--hourly", "30", "--daily", "90"])[0] == 0
    assert ["care", "*", "30", "90"] in [line.split() for line in giuloi(["budget", "list"])[1].splitlines()]
    assert giuloi(["budget", "set", "care", "--hourly", "90", "--daily", "30"])[0] == 2
    assert giuloi(["budget", "set", "care", "--default"])[0] == 0
    assert keyring().allowances() == {}


def test_detect_says_what_it_looked_at_and_ends_with_1_for_a_fault(giuloi: Run, shop: Shop, an: int) -> None:
    """In words, or as JSON; a leaf that is gone from its file is a fault, and an alarm."""
    code, said = giuloi(["detect"])
    assert (code, "use ledger" in said) == (0, True)
    code, said = giuloi(["detect", "--json"])
    assert (code, json.loads(said)["ledger"]) == (0, "ok")
