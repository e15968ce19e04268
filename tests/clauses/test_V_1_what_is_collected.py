"""V.1: the shop collects what this clause lists, each thing tied to a purpose; no identity papers, no card numbers."""

from __future__ import annotations

import pytest

from giuloi.core.fields import EVERY, FIELD, FIELDS, names_in
from giuloi.core.terms import NotATerm
from giuloi.records import vault
from tests.clauses.wording import ENFORCED, block, codes, kept, sentence, text_with, the_policy
from tests.records.conftest import Shop

CATEGORIES = {
    "contact": ("name", "phone", "email", "address"),
    "social": ("zalo", "messenger"),
    "delivery": ("delivery_name", "delivery_phone", "delivery_address", "order_note"),
}
# What the sentence calls each field that there is.
SAID = {
    "name": "họ tên", "phone": "điện thoại", "email": "email", "address": "địa chỉ",
    "birth_year": "năm sinh", "zalo": "Zalo", "messenger": "Messenger", "purchases": "món hàng đã mua",
    "delivery_name": "tên người nhận", "delivery_phone": "điện thoại", "delivery_address": "địa chỉ giao hàng",
    "order_note": "ghi chú của đơn", "care_note": "nội dung trao đổi với bộ phận chăm sóc",
    "declaration": "lời cam đoan khi đăng ký", "invoice": "thông tin hóa đơn",
    "attachment": "tệp quý khách gửi kèm", "opinion": "ý kiến quý khách cho sau khi mua",
}  # fmt: skip


def test_the_sentence_names_every_field_there_is() -> None:
    """A field that the software can hold and the clause does not speak of would be a secret one."""
    assert set(SAID) == set(FIELD)
    for name, words in SAID.items():
        assert words in sentence("V.1"), name


def test_the_categories_are_what_they_are_called() -> None:
    """Contact, social, delivery."""
    assert {name: names_in(mask) for name, mask in the_policy().categories.items()} == CATEGORIES


def test_each_field_is_tied_to_a_purpose() -> None:
    """None is held for nothing."""
    used = 0
    for rule in the_policy().purposes.values():
        used |= rule.fields
    assert used == EVERY


def test_a_category_holding_what_no_purpose_needs_does_not_compile() -> None:
    """Take the year of birth from the purposes that use it and collect it still: over-collection."""
    idle = text_with(
        (block("category.social"), block("category.social") + '\n[category.age]\nfields = ["birth_year"]\n'),
        ('"social", "birth_year", "declaration", "delivery"', '"social", "declaration", "delivery"'),
        ('"social", "birth_year", "delivery"', '"social", "delivery"'),
    )
    assert codes(idle) == {"over-collection"}


@pytest.mark.parametrize("field", ["identity_card", "passport", "cccd", "bank_card", "card_number", "photo"])
def test_there_is_no_place_for_identity_papers_or_card_numbers(shop: Shop, binh: int, field: str) -> None:
    """The vault has no such field, and a policy that names one does not compile."""
    with pytest.raises(NotATerm):
        vault.seal(binh, {field: "0123456789"}, shop.now())
    social = block("category.social")
    assert codes(text_with((social, social.replace('"zalo"', f'"{field}"')))) >= {"unknown-field"}


def test_only_what_a_customer_attaches_has_room_for_a_picture() -> None:
    """Nothing that the shop asks for does: the longest other field holds 64 KiB of text."""
    assert max(field.longest for field in FIELDS if field.name != "attachment") == 65536


def test_the_clause_is_kept_by_the_gate() -> None:
    """And item a of Decree 248/2026 article 5.1 is said here."""
    assert kept("V.1") == {f"category.{name}": ENFORCED for name in CATEGORIES}
    assert the_policy().says["a"] == "V.1"
