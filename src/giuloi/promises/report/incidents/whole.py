"""Whether the incident files are whole: no line of any timeline, no file, and no leaf of the ledger was taken away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from giuloi.core.bilingual import Words
from giuloi.core.terms import BadEvidence, Undecryptable
from giuloi.promises.report.incidents.book import bytes_of, is_there, line_of
from giuloi.promises.report.incidents.hours import moved
from giuloi.promises.report.incidents.kinds import What
from giuloi.promises.report.incidents.rows import DutyRow, IncidentRow, LineRow
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
    """Everything that is wrong, the first line first; `heads` limits how many heads of the ledger are compared.

    What is found is looked at once more with nobody writing: a file opened between two reads is no attack.
    """
    if not _found(heads):
        return []
    with chain.alone():
        return _found(heads)


def _found(heads: int | None) -> list[Fault]:
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
    return [*gone, *slipped, *_of_ends(rows)]


def _of_ends(rows: list[LineRow]) -> Iterator[Fault]:
    """What stops the clocks of a file is a line of the timeline: who writes it into a row alone is seen.

    A file that only its row calls closed reminds nobody, and neither does a report that is gone or was never made; one
    whose hour was moved is in time.
    """
    closed = {row.incident_id for row in rows if row.what == What.CLOSED}
    for one in IncidentRow.objects.exclude(closed_at=None).exclude(id__in=closed).order_by("id"):
        vi, en = "đã đóng mà nhật ký không ghi", "is closed and the timeline does not say so"
        yield Fault(0, Words(f"hồ sơ sự cố {one.id:x} {vi}", f"the incident file {one.id:x} {en}"))
    ends = (What.REPORTED, What.NOT_NEEDED)
    said = Counter((row.incident_id, row.what) for row in rows if row.what in ends)
    done: Counter[tuple[int, str]] = Counter()
    there: Counter[int] = Counter()
    for duty in DutyRow.objects.order_by("id"):
        there[duty.incident_id] += 1
        done[duty.incident_id, What.REPORTED.value] += duty.sent_at is not None
        done[duty.incident_id, What.NOT_NEEDED.value] += duty.waived_at is not None
    owed, others = _owed(rows), moved(rows)
    for incident in IncidentRow.objects.order_by("id").values_list("id", flat=True):
        as_said = all(done[incident, what.value] == said[incident, what.value] for what in ends)
        if not as_said or owed.get(incident, there[incident]) != there[incident] or incident in others:
            vi, en, number = "không như nhật ký ghi", "are not as the timeline says", f"{incident:x}"
            yield Fault(
                0, Words(f"báo cáo của hồ sơ {number} {vi}", f"the reports of the file {number} {en}")
            )


def _owed(rows: list[LineRow]) -> dict[int, int]:
    """incident → how many reports were owed when it was opened; lines of an earlier release do not say."""
    found = {}
    for row in rows:
        if row.what == What.OPENED:
            with suppress(Undecryptable):  # that the line was altered is said by the chain
                if (number := line_of(row).said.get("owed")) is not None:
                    found[row.incident_id] = int(number)
    return found


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
