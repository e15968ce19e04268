"""What one test leaves, the next does not find."""

from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.db import connection

from tests.cast import AN
from tests.records.conftest import Shop, shop

__all__ = ["shop"]


def test_after_a_flush_no_table_holds_a_row(shop: Shop, transactional_db: Any) -> None:
    """Whatever was written, whichever table refers to which."""
    shop.order(shop.person(AN))
    written = _rows()
    assert {"records_subject", "records_publishedpolicy"} <= {
        name for name, count in written.items() if count
    }
    call_command("flush", verbosity=0, interactive=False, reset_sequences=False, inhibit_post_migrate=True)
    assert set(_rows().values()) == {0}


def _rows() -> dict[str, int]:
    names = connection.introspection.django_table_names(only_existing=True, include_views=False)
    with connection.cursor() as cursor:
        found = {}
        for name in names:
            cursor.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(name)}")
            found[name] = int(cursor.fetchone()[0])
    return found
