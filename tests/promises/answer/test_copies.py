"""VI.1: a copy of everything, for its owner alone, made when it is saved."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import timedelta
from zipfile import ZipFile

import pytest

from giuloi.core.terms import Channel, SubjectState
from giuloi.promises.answer.copies.contents import NotCopied
from giuloi.promises.answer.copies.making import OFFERED, Copy, copy_of
from giuloi.promises.answer.copies.opening import open_copy
from giuloi.promises.answer.copies.tables import cell
from giuloi.promises.answer.rights.carrying_out import carry_out_due
from giuloi.promises.collect.correction import Correction, correct
from giuloi.promises.use import notices
from giuloi.promises.use.notices import Notice
from giuloi.records.freezing import set_states
from giuloi.records.request_kinds import RequestState
from giuloi.records.requests import request_of
from tests.promises.answer.conftest import an_order, asks
from tests.records.conftest import Shop


def _offered(shop: Shop, subject: int, kind: str = "copy") -> Copy:
    taken = asks(shop, subject, kind, "", stepped=True)
    carry_out_due(shop.now())
    found = copy_of(taken.request)
    assert found is not None
    return found


def _saved(shop: Shop, copy: Copy, subject: int) -> ZipFile:
    return ZipFile(io.BytesIO(b"".join(open_copy(copy.request, subject, shop.now()))))


def test_a_copy_holds_data_tables_a_page_and_the_proofs(shop: Shop, an: int) -> None:
    """What is held about An stands in it in three forms, with the ledger's bundle beside it."""
    an_order(shop, an)
    asks(shop, an, "question", "Bánh để được mấy ngày?")
    copy = _offered(shop, an)
    with _saved(shop, copy, an) as archive:
        assert archive.testzip() is None
        told = json.loads(archive.read("data.json"))
        page = archive.read("index.html").decode()
        orders = archive.read("tables/orders.csv")
        assert json.loads(archive.read("ledger/bundle.json"))
    assert told["person"]["name"] in page
    assert len(told["orders"]) == 1
    assert "Bánh để được mấy ngày?" in {one["text"] for one in told["messages"]}
    assert {one["kind"] for one in told["requests"]} == {"question", "copy"}
    assert told["uses"]
    assert orders.startswith(b"\xef\xbb\xbf")
    assert (
        next(csv.DictReader(io.StringIO(orders.decode("utf-8-sig"))))["number"] == told["orders"][0]["number"]
    )
    assert "<script" not in page


def test_the_page_speaks_in_words_and_no_table_says_none(shop: Shop, an: int) -> None:
    """Whoever takes it home has nobody to ask what `code/show_own_data` or `in_house` is."""
    an_order(shop, an)
    shop.give(an, ("promotion", Channel.EMAIL))
    asks(shop, an, "question", "Bánh để được mấy ngày?")
    with _saved(shop, _offered(shop, an), an) as archive:
        page = archive.read("index.html").decode()
        uses = archive.read("tables/uses.csv").decode()
    for machine in (
        "code/",
        "in_house",
        "placed</p>",
        ">reveal<",
        "portal ·",
        "lines:",
        ">promotion<",
        "None",
    ):
        assert machine not in page, machine
    for words in ("quý khách viết", "đang mở", "qua email", "giới thiệu khuyến mãi"):
        assert words in page, words
    assert "None" not in uses


@pytest.mark.parametrize("kind", ["copy", "access"])
def test_it_is_ready_within_minutes_and_the_letter_only_says_so(shop: Shop, an: int, kind: str) -> None:
    """Software carries it out; the letter holds no datum, and the request is done."""
    copy = _offered(shop, an, kind)
    row = request_of(copy.request)
    assert row is not None
    assert row.state == RequestState.DONE
    assert Notice.COPY_READY in {one.kind for one in notices.notices_about(copy.request)}


def test_nobody_else_saves_it_and_nobody_after_its_time(shop: Shop, an: int, binh: int) -> None:
    """Bình gets nothing of An's; after a week An asks again."""
    copy = _offered(shop, an)
    with pytest.raises(NotCopied):
        open_copy(copy.request, binh, shop.now())
    shop.clock += OFFERED + timedelta(seconds=1)
    with pytest.raises(NotCopied):
        open_copy(copy.request, an, shop.now())
    assert copy_of(copy.request).opened == 0  # type: ignore[union-attr]


def test_what_was_frozen_meanwhile_is_not_saved(shop: Shop, an: int) -> None:
    """A copy is made when it is saved: what may not be opened by then is not in it, and it is said why."""
    copy = _offered(shop, an)
    set_states(an, SubjectState.FROZEN, shop.now())
    with pytest.raises(NotCopied):
        open_copy(copy.request, an, shop.now())


def test_each_saving_is_counted(shop: Shop, an: int) -> None:
    """Twice saved, twice counted."""
    copy = _offered(shop, an)
    for _ in range(2):
        _saved(shop, copy, an).close()
    assert copy_of(copy.request).opened == 2  # type: ignore[union-attr]


@pytest.mark.parametrize("text", ["=1+1", "+84594", "-1", "@SUM(A1)", "\t=1", " =1", "＝1"])
def test_no_cell_is_a_formula(text: str) -> None:
    """Whatever somebody wrote, a spreadsheet shows it and carries nothing out."""
    assert cell(text) == f"'{text}"


def test_the_page_to_read_holds_no_word_of_a_program(shop: Shop, an: int) -> None:
    """Purposes, channels, states, events and fields stand there as people say them; the JSON keeps the records'."""
    shop.give(an, ("promotion", Channel.EMAIL))
    an_order(shop, an)
    asks(shop, an, "question", "Bánh để được mấy ngày?")
    correct(Correction(an, "name", "An Nguyễn Thị"), shop.now())
    with _saved(shop, _offered(shop, an), an) as archive:
        page = archive.read("index.html").decode()
        told = json.loads(archive.read("data.json"))
    cells = set(re.findall(r"<td>(.*?)</td>", page)) | set(re.findall(r"<dt>(.*?)</dt>", page))
    said = {part.strip() for cell in cells for part in re.sub(r"<[^>]+>", " ", cell).split("·")}
    raw = {one[name] for one in told["uses"] for name in ("event", "actor", "purpose") if one[name]}
    raw |= {one[name] for one in told["consents"] for name in ("purpose", "channel", "state")}
    raw |= {one["direction"] for one in told["messages"]} | {one["state"] for one in told["orders"]}
    assert not said & raw
    assert {"qua email", "Họ tên", "Quý khách đồng ý: giới thiệu khuyến mãi qua email"} <= said
    assert [one["before"] for one in told["corrections"]] == ["Nguyễn Thị An"]
