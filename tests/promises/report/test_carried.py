"""Going back to a backup undoes no incident: its tables are carried over whole, and the chain still holds."""

from __future__ import annotations

from datetime import timedelta

from giuloi.promises.report.break_glass import access
from giuloi.promises.report.incidents.affected import each, everybody_affected
from giuloi.promises.report.incidents.book import lines_of
from giuloi.promises.report.incidents.duties import duties_of
from giuloi.promises.report.incidents.reminding import remind
from giuloi.promises.report.incidents.rows import IncidentRow, LineRow
from giuloi.promises.report.incidents.whole import faults
from giuloi.promises.report.incidents.writing import parts_of, write_parts
from giuloi.records.backup.carried import Carried, carry, forget_carried, whole_tables
from giuloi.records.credentials import Staff
from giuloi.records.database import run
from tests.promises.report.conftest import BY, colleague, later, parts
from tests.records.conftest import Shop


def test_what_happened_since_the_backup_is_there_again(shop: Shop, file: int, an: int) -> None:
    """Also where the restored data does not know a colleague yet."""
    ha = colleague(shop, "Hà", "care")
    colleague(shop, "Nga", "legal", administrator=True)
    write_parts(file, parts(), shop.now(), BY)
    everybody_affected(file, shop.now(), BY)
    access.ask_for(file, ha, [an], ["phone"], "Gọi báo", shop.now())
    remind(later(shop, timedelta(hours=13)))
    before = lines_of(file), duties_of(file), parts_of(file), list(each(file)), access.glasses_of(file)
    carry(Carried.of_today(shop.now()))
    for table in ("glassperson", "glass", "alert", "affected", "search", "duty", "text", "line", "incident"):
        run(f"DELETE FROM report_{table}")
    run("DELETE FROM records_staffaccount")
    Staff.objects.filter(id=ha).delete()
    assert whole_tables()
    forget_carried()
    assert (
        lines_of(file),
        duties_of(file),
        parts_of(file),
        list(each(file)),
        access.glasses_of(file),
    ) == before
    assert faults() == []
    assert IncidentRow.objects.count() == 1
    assert LineRow.objects.exists()
