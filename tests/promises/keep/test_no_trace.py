"""Every table and the key store are looked through for somebody who was erased: nothing names them any more."""

from __future__ import annotations

from datetime import timedelta

from django.apps import apps
from django.db import connection

from giuloi.core.crypto.primitives import random_id
from giuloi.core.terms import Channel, SubjectState
from giuloi.promises.answer.asking import Asking, ask
from giuloi.promises.keep.erasure.batch import erase_many
from giuloi.promises.keep.erasure.sweeping import erase_due
from giuloi.records.database import rows
from giuloi.records.freezing import release_states, set_states
from giuloi.records.keyring import keyring
from giuloi.records.uses.sequencer import integrate
from tests.promises.keep.conftest import Stall, an_order
from tests.records.conftest import Shop


def _named_in_tables(number: int) -> set[str]:
    """Tables with a column that holds this number, also packed into bytes or written into text."""
    found = set()
    packed = number.to_bytes(8, "big")
    for model in apps.get_models():
        table = model._meta.db_table
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {table}")
            for row in cursor.fetchall():
                for cell in row:
                    raw = bytes(cell) if isinstance(cell, bytes | memoryview) else str(cell).encode()
                    if str(number).encode() in raw or packed in raw:
                        found.add(table)
    return found


def _named_in_keys(number: int) -> set[str]:
    """Tables of the key store that do."""
    with keyring().store.reading() as store:
        tables = [name for (name,) in store.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {table for table in tables for row in store.execute(f"SELECT * FROM {table}") if number in row}


def test_no_table_names_who_was_erased_and_the_key_store_only_as_gone(
    shop: Shop, an: int, only_partner: Stall
) -> None:
    """A member who ordered, asked, consented, withdrew and was frozen: years later, erased whole."""
    order = an_order(shop, an, "closed")
    asked = ask(an, Asking("question", "Bánh để được mấy ngày?", "portal"), shop.now())
    shop.withdraw(an, ("promotion", Channel.EMAIL))
    set_states(an, SubjectState.RESTRICTED, shop.now())
    release_states(an, SubjectState.RESTRICTED, shop.now())
    before = _named_in_tables(an)
    assert {
        "records_vaultrow",
        "records_consentnow",
        "collect_order",
        "records_request",
    } <= before  # it does look
    shop.clock += timedelta(days=4 * 366)
    assert erase_many([an], shop.now(), "retention").whole == 1
    assert integrate()
    erase_due(shop.now())
    assert _named_in_tables(an) == set()
    assert _named_in_tables(order) == set()
    assert _named_in_keys(an) == {"tombstone"}
    assert rows("SELECT count(*) FROM records_request WHERE id = %s", (asked.request,)) == [
        (1,)
    ]  # kept, unlinked
    assert _named_in_tables(random_id()) == set()


def test_two_people_sharing_a_leaf_keep_what_is_not_of_the_erased_one(shop: Shop, an: int, binh: int) -> None:
    """Bình is erased; An's rows, keys and history are as they were."""
    kept = rows("SELECT count(*) FROM records_vaultrow WHERE subject_id = %s", (an,))
    assert erase_many([binh], shop.now(), "retention").whole == 1
    assert integrate()
    assert rows("SELECT count(*) FROM records_vaultrow WHERE subject_id = %s", (an,)) == kept
    assert "data_key" in _named_in_keys(an)
