"""Recipients that have to be told to stop, from the shell: listed, written to, noted, and every wrong key said."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from giuloi.core import fields
from giuloi.core.terms import Channel, Relation
from giuloi.promises.share import hashed_list as lists
from giuloi.promises.share.stopping import finding
from giuloi.records import consents
from giuloi.records.credentials import add_key
from tests.cast import BINH
from tests.cli.transcript import Run
from tests.harness.agreements import bind
from tests.records.conftest import Shop

pytestmark = pytest.mark.once
PLATFORM = "nen-tang-qc"


@pytest.fixture
def key(shop: Shop, binh: int) -> str:
    """Bình was in a list of the platform's, and took the consent back."""
    bind(PLATFORM, Relation.UNRELATED, shop.now())
    until = datetime.now(UTC) + timedelta(days=9)
    add_key("partner", ["advertising"], fields.FIELD, until, PLATFORM, Relation.UNRELATED)
    asked = shop.asked("advertising", Channel.IN_HOUSE, PLATFORM)
    consents.give(binh, [asked], shop.now())
    lists.hashed_list(PLATFORM, "advertising", shop.now())
    consents.withdraw(binh, [asked], shop.now())
    assert finding.find_stops(shop.now()) == 1
    from giuloi.promises.share.stopping.notices import waiting

    return waiting()[0].key


def test_a_notice_from_the_list_to_its_end(giuloi: Run, key: str) -> None:
    """The letter names nobody; the answer is noted after the letter, once, with a number."""
    code, said = giuloi(["recipient", "stopping"])
    assert code == 0
    assert key in said
    [data] = json.loads(giuloi(["recipient", "stopping", "--json"])[1])
    assert (data["key"], data["recipient"], data["sent"]) == (key, PLATFORM, 0)
    code, letter = giuloi(["recipient", "stopping", "--letter", key])
    assert code == 0
    assert key in letter
    assert BINH.name not in letter
    assert giuloi(["recipient", "stopped", key, "--reference", "12/2026"])[0] == 2
    assert giuloi(["recipient", "told", key]) == (0, f"Noted: letter {key} was sent.\n")
    assert giuloi(["recipient", "stopped", key, "--reference", BINH.phone])[0] == 2
    assert giuloi(["recipient", "stopped", key, "--reference", "12/2026"])[0] == 0
    assert giuloi(["recipient", "stopped", key, "--reference", "12/2026"])[0] == 2
    assert giuloi(["recipient", "stopping"]) == (0, "No recipient has to be told.\n")
    assert giuloi(["recipient", "stopping", "--letter", key])[0] == 1


def test_a_key_that_is_none_is_said(giuloi: Run, shop: Shop) -> None:
    """Not hexadecimal, or nobody's."""
    assert giuloi(["recipient", "told", "xyz"])[0] == 1
    assert giuloi(["recipient", "told", "12"])[0] == 2
    assert giuloi(["recipient", "stopping", "--json"]) == (0, "[]\n")
