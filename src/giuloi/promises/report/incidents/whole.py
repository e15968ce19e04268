"""Whether the incident files are whole: no line of any timeline, no file, and no leaf of the ledger was taken away."""

from __future__ import annotations

from dataclasses import dataclass

from giuloi.core.bilingual import Words
from giuloi.core.terms import BadEvidence
from giuloi.promises.report.incidents.book import bytes_of, is_there
from giuloi.promises.report.incidents.kinds import What
from giuloi.promises.report.incidents.rows import IncidentRow, LineRow
from giuloi.records import chain
from giuloi.records.database import answering
from giuloi.records.places import places
from giuloi.records.uses.tiles import TileLog

LOOKED_AT = 20  # heads of the ledger that a quick look compares: the newest


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is missing or was altered; `number` is the line, 0 for none in particular."""

    number: int
    words: Words


def holds() -> bool:
    """A quick look, for the check of an installation that is served."""
    return not faults(LOOKED_AT)


@answering()
def faults(heads: int | None = None) -> list[Fault]:
    """Everything that is wrong, the first line first; `heads` limits how many heads of the ledger are compared."""
    rows = list(LineRow.objects.order_by("number"))
    return [*_of_chain(rows), *_of_head(), *_of_files(rows), *_of_ledger(rows, heads)]


def _of_chain(rows: list[LineRow]) -> list[Fault]:
    found, previous, expected = [], chain.FIRST, 1
    for row in rows:
        if row.number != expected and row.what != What.GAP:
            said = Words(
                f"thiếu dòng {expected} đến {row.number - 1} của nhật ký sự cố",
                f"lines {expected} to {row.number - 1} of the incident timeline are missing",
            )
            found.append(Fault(expected, said))
        elif not chain.fits(bytes(row.code), previous, row.number, bytes_of(row)):
            said = Words(
                f"dòng {row.number} của nhật ký sự cố đã bị sửa",
                f"line {row.number} of the incident timeline was altered",
            )
            found.append(Fault(row.number, said))
        elif row.what == What.GAP:
            said = Words(
                f"trước dòng {row.number} từng thiếu dòng", f"lines were missing before line {row.number}"
            )
            found.append(Fault(row.number, said))
        previous, expected = bytes(row.code), row.number + 1
    return found


def _of_head() -> list[Fault]:
    noted = chain.noted()
    if noted is None:
        if not LineRow.objects.exists():
            return []
        vi, en = "mốc của nhật ký sự cố", "the head of the incident timeline"
        said = Words(f"{vi} cạnh khóa gốc không còn", f"{en} beside the root key is gone")
        return [Fault(0, said)]
    if noted.count == 0 or is_there(noted):
        return []
    said = Words(
        f"nhật ký sự cố bị cắt: mốc cạnh khóa gốc ghi {noted.count} dòng, không còn dòng cuối ấy",
        f"the incident timeline was cut: the head beside the root key says {noted.count} lines, the last is gone",
    )
    return [Fault(max(noted.count, 0), said)]


def _of_files(rows: list[LineRow]) -> list[Fault]:
    there = set(IncidentRow.objects.values_list("id", flat=True))
    opened = {row.incident_id: row.number for row in rows if row.what == What.OPENED}
    gone = [
        Fault(
            number,
            Words(f"hồ sơ sự cố {incident:x} đã bị xóa", f"the incident file {incident:x} was deleted"),
        )
        for incident, number in opened.items()
        if incident not in there
    ]
    slipped = [
        Fault(0, Words(f"hồ sơ {one:x} không có trong nhật ký", f"the file {one:x} is not in the timeline"))
        for one in sorted(there - opened.keys())
    ]
    return [*gone, *slipped]


def _of_ledger(rows: list[LineRow], heads: int | None) -> list[Fault]:
    """Each line names the head of the ledger at its time: a ledger that was cut no longer leads to it."""
    named = {row.size: (bytes(row.root), row.number) for row in rows if row.size}
    sizes = sorted(named, reverse=True)[:heads]
    if not sizes:
        return []
    log = TileLog(places().ledger)
    try:
        return [fault for size in sizes if (fault := _of_one_head(log, size, *named[size])) is not None]
    finally:
        log.close()


def _of_one_head(log: TileLog, size: int, root: bytes, number: int) -> Fault | None:
    try:
        if size <= log.size and log.root(size) == root:
            return None
    except (IndexError, BadEvidence):
        pass  # a leaf that cannot be read is missing
    return Fault(
        number,
        Words(
            f"sổ sử dụng không còn {size} dòng mà dòng {number} của nhật ký sự cố đã thấy",
            f"the use ledger no longer has the {size} leaves that line {number} of the incident timeline saw",
        ),
    )
