"""A list of goods out of a spreadsheet: every row is looked at before any is kept, and each fault says its row.

Comma, semicolon or tab between the columns, with or without a first line of titles, UTF-8 with or without mark.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from giuloi.core.bilingual import Words
from giuloi.promises.collect.catalogue import LONGEST_NAME, LONGEST_SKU, MOST, Article
from giuloi.promises.collect.places import plain
from giuloi.promises.collect.quick_lines import read_price

LARGEST = 500_000  # bytes: two thousand articles have some 100,000

_TITLES = {
    "name": {"ten", "ten hang", "mon", "san pham", "name", "good", "product", "item"},
    "price": {"gia", "don gia", "gia ban", "price", "unit price"},
    "sku": {"ma", "ma hang", "sku", "code", "article number"},
}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one row; the first row of the file is 1, and 0 is the file itself."""

    row: int
    words: Words


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file as it was understood: good rows with their numbers, and the faults of the others."""

    rows: tuple[tuple[int, Article], ...]
    faults: tuple[Fault, ...]

    @property
    def articles(self) -> tuple[Article, ...]:
        """The good rows."""
        return tuple(article for _, article in self.rows)


def read_sheet(data: bytes) -> Sheet:
    """What a file says. Nothing is raised: what cannot be read is a fault."""
    if len(data) > LARGEST:
        return Sheet((), (Fault(0, _LARGE),))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return Sheet((), (Fault(0, _NOT_UTF8),))
    return read_text(text)


def read_text(text: str) -> Sheet:
    """As `read_sheet`, of a text."""
    try:
        table = [(at, row) for at, row in enumerate(_table(text), 1) if any(cell.strip() for cell in row)]
    except csv.Error:
        return Sheet((), (Fault(0, _NO_TABLE),))
    if not table:
        return Sheet((), (Fault(0, _EMPTY),))
    columns, titled = _columns(table[0][1])
    if columns is None:
        return Sheet((), (Fault(table[0][0], _TITLES_LACK),))
    table = table[titled:]
    if len(table) > MOST:
        return Sheet((), (Fault(0, _MANY),))
    return _sheet(table, columns)


def _sheet(table: Sequence[tuple[int, list[str]]], columns: dict[str, int]) -> Sheet:
    rows: list[tuple[int, Article]] = []
    faults: list[Fault] = []
    seen: dict[str, int] = {}
    for at, row in table:
        said = {name: row[column].strip() if column < len(row) else "" for name, column in columns.items()}
        article = _article(said)
        if isinstance(article, Words):
            faults.append(Fault(at, article))
        elif (first := seen.setdefault(plain(article.name), at)) != at:
            vi, en = f"Trùng tên với dòng {first}.", f"The same name as in row {first}."
            faults.append(Fault(at, Words(vi, en)))
        else:
            rows.append((at, article))
    return Sheet(tuple(rows), tuple(faults))


def _article(said: dict[str, str]) -> Article | Words:
    name, sku = " ".join(said["name"].split()), said.get("sku", "")
    if not plain(name):
        return _NO_NAME
    if len(name) > LONGEST_NAME or not name.isprintable():
        return _LONG_NAME
    if len(sku) > LONGEST_SKU or (sku and not sku.isprintable()):
        return _LONG_SKU
    price = read_price(said["price"]) if said["price"] != "0" else 0
    return _BAD_PRICE if price is None else Article(name, int(price), sku)


def _table(text: str) -> list[list[str]]:
    first = text.lstrip().partition("\n")[0]
    between = max("\t;,", key=first.count)
    # A price such as "45,000" stands in quotation marks in a file whose columns a comma parts: that is csv's own rule.
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=between, strict=True))


def _columns(first: Sequence[str]) -> tuple[dict[str, int] | None, int]:
    """(name → column, how many rows are titles): by their titles, or name, price, number in this order."""
    found = {
        name: column
        for column, cell in enumerate(first)
        for name, titles in _TITLES.items()
        if plain(cell) in titles
    }
    if not found:
        return {"name": 0, "price": 1, "sku": 2}, 0
    return (found, 1) if {"name", "price"} <= set(found) else (None, 1)


_LARGE = Words(
    "Tệp lớn hơn 500 KB: đây là danh mục hàng chứ?", "The file is larger than 500 KB: is it a list of goods?"
)
_NOT_UTF8 = Words(
    "Tệp không phải là chữ UTF-8: khi lưu từ bảng tính, hãy chọn “CSV UTF-8”.",
    "The file is no UTF-8 text: save it from the spreadsheet as “CSV UTF-8”.",
)
_NO_TABLE = Words(
    "Tệp không đọc được thành bảng: thiếu dấu ngoặc kép đóng?",
    "The file is no table: a quotation mark left open?",
)
_EMPTY = Words("Tệp không có dòng nào.", "The file has no rows.")
_TITLES_LACK = Words("Dòng tiêu đề cần có cột “tên” và “giá”.", "The titles must have “name” and “price”.")
_MANY = Words(f"Nhiều hơn {MOST} dòng.", f"More than {MOST} rows.")
_NO_NAME = Words("Thiếu tên hàng.", "No name.")
_LONG_NAME = Words(f"Tên dài hơn {LONGEST_NAME} ký tự.", f"A name longer than {LONGEST_NAME} characters.")
_LONG_SKU = Words(f"Mã hàng dài hơn {LONGEST_SKU} ký tự.", f"A number longer than {LONGEST_SKU} characters.")
_BAD_PRICE = Words(
    "Giá không đọc được: ghi 45000, 45.000 hoặc 45k.",
    "No price that can be read: write 45000, 45.000 or 45k.",
)
