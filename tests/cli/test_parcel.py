"""What a carrier needs, from the shell: a link printed once, a file for its key, and every wrong word said."""

from __future__ import annotations

from pathlib import Path

import pyrage
import pytest

from giuloi.promises.collect.order_numbers import spoken_number
from giuloi.promises.share.parcels.names import name_for
from giuloi.promises.share.parcels.rows import ParcelOrder
from giuloi.records import cases, credentials
from tests.cast import BINH
from tests.cli.transcript import Run
from tests.records.conftest import Shop

pytestmark = pytest.mark.once


@pytest.fixture
def asked(shop: Shop, binh: int) -> list[str]:
    """Khoa, and an order of Bình's."""
    khoa, order = credentials.add_staff("Khoa", "fulfilment"), shop.order(binh)[0]
    return ["parcel", "send", "carrier", "--staff", str(khoa), "--order", spoken_number(order)]


def test_an_order_is_named_by_its_case_too(giuloi: Run, asked: list[str], shop: Shop, binh: int) -> None:
    """`giuloi orders` prints cases, the console numbers: both are understood, and both are the same order."""
    case = cases.open_cases_of(binh)[0].id
    assert giuloi([*asked[:-1], str(case), "--link"])[0] == 0
    assert giuloi([*asked, "--link"])[0] == 0
    assert len(set(ParcelOrder.objects.values_list("record_id", flat=True))) == 1


def test_a_link_is_printed_listed_and_cancelled(giuloi: Run, asked: list[str]) -> None:
    """Once; after that only its number is known."""
    assert giuloi(["parcel", "list"]) == (0, "There is no parcel yet.\n")
    code, said = giuloi([*asked, "--link", "--hours", "2"])
    assert code == 0
    assert "/trust/parcel/" in said
    token = said.split("/trust/parcel/")[1].split()[0]
    code, listed = giuloi(["parcel", "list"])
    assert token not in listed
    assert "waits" in listed
    number = listed.splitlines()[1].split()[0]
    assert giuloi(["parcel", "cancel", number, "--yes"])[0] == 0
    assert giuloi(["parcel", "cancel", number, "--yes"])[0] == 1
    assert giuloi(["parcel", "cancel", "zz", "--yes"])[0] == 1
    assert "cancelled" in giuloi(["parcel", "list"])[1]


def test_a_file_is_for_the_carriers_key(giuloi: Run, asked: list[str], tmp_path: Path, binh: int) -> None:
    """A wrong key, a file that is there, no way chosen: refused, and nothing is handed over."""
    mine, out = pyrage.x25519.Identity.generate(), tmp_path / "parcel.csv.age"
    key = str(mine.to_public())
    assert giuloi(asked)[0] == 2
    assert giuloi([*asked, "--out", str(out)])[0] == 2
    assert giuloi([*asked, "--out", str(out), "--key", "age1wrong"])[0] == 2
    assert not out.exists()
    out.write_text("mine")
    assert giuloi([*asked, "--out", str(out), "--key", key])[0] == 1
    assert out.read_text() == "mine"
    out.unlink()
    assert giuloi(["recipient", "whose", "carrier", name_for("carrier", binh)])[0] == 1
    assert giuloi([*asked, "--out", str(out), "--key", key]) == (0, f"{out}: 1 orders.\n")
    assert BINH.phone in pyrage.decrypt(out.read_bytes(), [mine]).decode()
    assert giuloi(["recipient", "whose", "carrier", name_for("carrier", binh)]) == (0, f"{binh}\n")
    assert giuloi(["recipient", "leaked", "lan0000001@hop-thu.example.vn"])[0] == 1


def test_what_is_no_order_is_said(giuloi: Run, asked: list[str]) -> None:
    """A slip in a number, a recipient who is no carrier, somebody who does not work here."""
    assert giuloi([*asked[:-1], "1234-5678", "--link"])[0] == 2
    assert giuloi(["parcel", "send", "messenger_service", *asked[3:], "--link"])[0] == 2
    code, said = giuloi([*asked[:4], "7", *asked[5:], "--link"])
    assert (code, said) == (1, "giuloi: nobody has that id: giuloi staff list\n")
    lan = str(credentials.add_staff("Lan", "marketing"))
    assert giuloi([*asked[:4], lan, *asked[5:], "--link"])[0] == 2
    assert giuloi([*asked, "--link", "--hours", "999"])[0] == 2
