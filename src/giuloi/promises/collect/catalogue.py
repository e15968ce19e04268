"""The shop's goods as they stand on its shelves: name, price, article number. Nothing here is about any person.

A help for whoever writes an order down: it fills in the price and the right spelling, and forces neither.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import models

from giuloi.core.bilingual import Words
from giuloi.core.terms import GiuloiError
from giuloi.core.vietnamese import key
from giuloi.promises.collect.goods import Line, Purchases
from giuloi.promises.collect.places import plain
from giuloi.promises.collect.quick_lines import DEAREST, NotALine, Typed, read_line
from giuloi.records.database import answering, durable
from giuloi.records.ids import new_id

LONGEST_NAME, LONGEST_SKU, MOST = 120, 40, 2000

NO_PRICE = Words(
    "Chưa có giá: ghi thêm giá ở cuối, ví dụ “45k”, hoặc chọn món trong danh mục.",
    "No price: add it at the end, as in “45k”, or choose from the list of goods.",
)


class Good(models.Model):
    """One article. `plain` is its name without marks, by which it is found; `price` is đồng for one piece."""

    id = models.BigIntegerField(primary_key=True)
    name = models.TextField()
    plain = models.TextField(unique=True)
    sku = models.TextField(default="")
    price = models.BigIntegerField()
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "collect_good"


class NotAGood(GiuloiError):
    """It cannot stand in the list; `words` say why."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.words = words


@dataclass(frozen=True, slots=True)
class Article:
    """What is written down of an article. The price is whole đồng."""

    name: str
    price: int
    sku: str = ""


@answering()
def goods() -> list[Good]:
    """All of them, in the order of the Vietnamese alphabet."""
    return sorted(Good.objects.all()[:MOST], key=lambda one: key(one.name))


@answering()
def good(id: int) -> Good | None:
    """One of them; None when there is none."""
    return Good.objects.filter(id=id).first()


def put(articles: Iterable[Article], at: datetime) -> tuple[int, int]:
    """Write articles down, all or none; one of that name gets the new price. Returns (new, changed).

    Names are the same when they read the same without marks and capitals. Raises NotAGood.
    """
    new = changed = 0
    with durable():
        for one in articles:
            _check(one)
            values = {"name": one.name, "sku": one.sku, "price": one.price, "changed_at": at}
            same = Good.objects.filter(plain=plain(one.name))
            if same.exists():
                changed += same.exclude(name=one.name, sku=one.sku, price=one.price).update(**values)
            else:
                Good.objects.create(id=new_id(), plain=plain(one.name), **values)
                new += 1
        if Good.objects.count() > MOST:
            raise NotAGood(_FULL)
    return new, changed


def remove(id: int) -> bool:
    """Take one off the list: orders that name it keep what they say. False if it was gone already."""
    with durable():
        return bool(Good.objects.filter(id=id).delete()[0])


@answering()
def suggested(text: str, limit: int = 8) -> list[tuple[Typed, Good]]:
    """What a half-typed line may mean: the amount as typed with each article whose name has every word."""
    try:
        typed = read_line(text)
    except NotALine:
        return []
    if typed is None:
        return []
    words = plain(typed.name).split()
    if not words:
        return []
    found = Good.objects.all()
    for word in words[:8]:
        found = found.filter(plain__contains=word)
    # Whole beginnings first: "com" is rather "cốm" than "bánh cốm", and both rather than "combo".
    ranked = sorted(found[:200], key=lambda one: (not one.plain.startswith(words[0]), key(one.name)))
    return [(typed, one) for one in ranked[:limit]]


@answering()
def line_of(text: str) -> Line | None:
    """The line of an order that was typed, with the list's spelling and price where it has them; None for blank.

    A price that was said goes before the list's; without one, the beginning of a name is enough where only one
    article begins so. Raises NotALine, also for one whose price nobody knows.
    """
    typed = read_line(text)
    if typed is None:
        return None
    known = _known(typed)
    price = typed.price if typed.price is not None else (Decimal(known.price) if known else None)
    if price is None:
        raise NotALine(NO_PRICE)
    return Line(
        known.name if known else typed.name,
        f"{typed.quantity.normalize():f}",
        f"{(typed.quantity * price).quantize(Decimal(1))}",
        known.sku if known else "",
    )


def _known(typed: Typed) -> Good | None:
    name = plain(typed.name)
    same = Good.objects.filter(plain=name).first()
    if same is not None or typed.price is not None:
        return same
    begins = list(Good.objects.filter(plain__startswith=name)[:2])
    return begins[0] if len(begins) == 1 else None


def bought(lines: Iterable[Line], payment: str) -> Purchases:
    """These lines as what was bought, with their sum."""
    kept = tuple(lines)
    total = sum((Decimal(line.total) for line in kept), Decimal(0))
    return Purchases(kept, f"{total}", payment=payment)


def _check(one: Article) -> None:
    if not one.name or len(one.name) > LONGEST_NAME or not plain(one.name) or not one.name.isprintable():
        raise NotAGood(_NAME)
    if len(one.sku) > LONGEST_SKU or (one.sku and not one.sku.isprintable()):
        raise NotAGood(_SKU)
    if not 0 <= one.price <= DEAREST:
        raise NotAGood(_PRICE)


_NAME = Words(
    f"Tên hàng: 1 đến {LONGEST_NAME} ký tự, một dòng.", f"A name of 1 to {LONGEST_NAME} characters."
)
_SKU = Words(
    f"Mã hàng: nhiều nhất {LONGEST_SKU} ký tự.", f"An article number of at most {LONGEST_SKU} characters."
)
_PRICE = Words("Giá: từ 0 đến 1.000.000.000 ₫.", "A price from 0 to 1,000,000,000 ₫.")
_FULL = Words(f"Danh mục chứa nhiều nhất {MOST} món.", f"The list holds at most {MOST} articles.")
