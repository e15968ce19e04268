"""The shop's list of goods: no people in it; a file is looked at row by row before anything of it is kept."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from giuloi.promises.collect import catalogue
from giuloi.promises.collect.catalogue_file import read_sheet
from tests.doors.console.conftest import now

WHERE = "/console/goods"


def _upload(client: Client, data: bytes) -> str:
    answer = client.post(f"{WHERE}/import", {"file": SimpleUploadedFile("a.csv", data, "text/csv")})
    return str(answer.content.decode())


def test_an_article_is_added_and_gets_a_new_price_under_the_same_name(khoa: Client) -> None:
    """Without marks or in capitals it is the same one."""
    assert khoa.post(WHERE, {"name": "Bánh cốm", "price": "45k"}).status_code == 302
    assert khoa.post(WHERE, {"name": "BÁNH CỐM", "price": "47.000"}).status_code == 302
    assert [(one.name, one.price) for one in catalogue.goods()] == [("BÁNH CỐM", 47_000)]
    wrong = khoa.post(WHERE, {"name": "", "price": "x"})
    assert wrong.status_code == 422
    assert set(re.findall(r'id="(\w+)-problem"', wrong.content.decode())) == {"name", "price"}


def test_goods_stand_in_the_order_of_the_alphabet(khoa: Client) -> None:
    """Ă behind A, Đ behind D."""
    catalogue.put([catalogue.Article(name, 1000) for name in ("Đậu", "Ăn hỏi", "Dừa", "Anh đào")], now())
    assert [one.name for one in catalogue.goods()] == ["Anh đào", "Ăn hỏi", "Dừa", "Đậu"]


def test_a_file_is_shown_with_every_fault_before_it_is_kept(khoa: Client) -> None:
    """Good rows and bad ones, each with its number; nothing is kept until it is asked for, and then once."""
    data = "\ufefftên;giá;mã\nBánh gai;12k;BG\nBánh gai;13k;\n;5k;\nXôi;abc;\nChè kho;20.000;CK\n".encode()
    page = _upload(khoa, data)
    assert [row for row in (3, 4, 5) if f"Dòng {row}:" in page] == [3, 4, 5]
    assert catalogue.goods() == []
    once = re.search(r'name="once" value="(\w+)"', page)
    sheet = {"sheet": data.decode("utf-8-sig"), "once": once[1]}
    for _ in range(2):
        khoa.post(f"{WHERE}/import", sheet)
    assert [(one.name, one.price, one.sku) for one in catalogue.goods()] == [
        ("Bánh gai", 12_000, "BG"),
        ("Chè kho", 20_000, "CK"),
    ]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "không có dòng nào"),
        (b"\xff\xfe\x00B", "không phải là chữ UTF-8"),
        (b'ten,gia\n"a,1', "không đọc được thành bảng"),
        (b"ten,mau\na,b", "cần có cột"),
        (b"x" * 600_000, "lớn hơn 500 KB"),
    ],
)
def test_a_file_that_is_no_list_is_told_what_it_is(khoa: Client, data: bytes, said: str) -> None:
    """Empty, not UTF-8, a quotation mark left open, other columns, far too large."""
    [fault] = read_sheet(data).faults
    assert said in fault.words.vi
    if data:
        assert said in _upload(khoa, data)


def test_a_half_typed_line_is_answered_with_what_it_may_mean(khoa: Client) -> None:
    """With the amount kept; nothing for one letter or for nobody's goods."""
    articles = (("Bánh cốm", 45_000), ("Bánh phu thê", 12_500), ("Cốm tươi", 90_000))
    catalogue.put([catalogue.Article(*one) for one in articles], now())
    said = khoa.post(f"{WHERE}/like", {"line3": "2 com"}).content.decode()
    assert re.findall(r'value="([^"]+)"', said) == ["2 Cốm tươi", "2 Bánh cốm"]
    for text in ("x", "2 zzz", ""):
        assert khoa.post(f"{WHERE}/like", {"line1": text}).content.strip() == b""


def test_an_article_is_taken_off_after_a_question(khoa: Client) -> None:
    """The first page asks; the second click finds nothing."""
    catalogue.put([catalogue.Article("Bánh cốm", 45_000)], now())
    [one] = catalogue.goods()
    assert "Bánh cốm" in khoa.get(f"{WHERE}/{one.id}/remove").content.decode()
    assert khoa.post(f"{WHERE}/{one.id}/remove").status_code == 302
    assert catalogue.goods() == []
    assert khoa.post(f"{WHERE}/{one.id}/remove").status_code == 404
