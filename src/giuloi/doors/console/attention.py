"""What wants an administrator's attention: requests that are due, uses that pile up, measures, shops, gaps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from giuloi.core.bilingual import Words
from giuloi.core.terms import GiuloiError, Outcome
from giuloi.doors.console.inbox_filter import SOON
from giuloi.promises.answer.inbox import counts
from giuloi.promises.answer.rota import head
from giuloi.promises.collect.delivery_log import failed_since
from giuloi.promises.report.break_glass.access import unreviewed
from giuloi.promises.report.crossing.dossiers import dossiers
from giuloi.promises.report.incidents.duties import duties_of
from giuloi.promises.report.incidents.opening import incidents
from giuloi.promises.share.authority.reading import files
from giuloi.promises.share.stopping.notices import overdue
from giuloi.records.access.colleagues import colleagues
from giuloi.records.backup.frozen import is_sending_frozen
from giuloi.records.measures import measured
from giuloi.records.selfcheck import sequencer_keeps_up
from giuloi.records.uses.pending import backlog
from giuloi.records.uses.tally import Tally

A_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to look at: what it is, where to go, and how urgent it looks ("late", "warn")."""

    what: Words
    where: str
    tag: str


def attention(found: Sequence[Tally]) -> tuple[Item, ...]:
    """Everything at once, the worst first; empty when all is well."""
    waiting = (*_restored(), *_requests(), *_authorities(), *_incidents(), *_stops(), *_crossings())
    items = (*waiting, *_ledger(), *_measures(), *_bridges(), *_gaps(found), *_people())
    return tuple(sorted(items, key=lambda item: item.tag != "late"))


def _restored() -> Iterator[Item]:
    if is_sending_frozen():
        vi = "Dữ liệu vừa được khôi phục: chưa gửi tin nào cho tới khi xác nhận"
        en = "Data was restored: nothing is sent until that is confirmed"
        yield Item(Words(vi, en), "/console/keeping", "late")


def _requests() -> Iterator[Item]:
    """What customers wait for, and whether anybody answers for it."""
    at = datetime.now(UTC)
    waiting = counts(at, soon=timedelta(hours=SOON))
    if waiting.missed:
        vi, en = f"{waiting.missed} yêu cầu của khách đã quá hạn", f"{waiting.missed} requests are overdue"
        yield Item(Words(vi, en), "/console/inbox?show=overdue", "late")
    if waiting.soon:
        vi, en = (
            f"{waiting.soon} yêu cầu hết hạn trong {SOON} giờ",
            f"{waiting.soon} requests are due in {SOON} hours",
        )
        yield Item(Words(vi, en), "/console/inbox?show=soon", "warn")
    if head(at) is None:
        vi = "Chưa đặt trưởng bộ phận chăm sóc khách hàng: không ai chịu trách nhiệm khi không có ca trực"
        en = "Nobody heads customer care: nobody answers while no one is on duty"
        yield Item(Words(vi, en), "/console/rota", "warn")


def _authorities() -> Iterator[Item]:
    """Files of authorities that nobody has answered yet (III.2): their hours are the law's as well."""
    waiting = [one for one in files(datetime.now(UTC)) if one.left is not None]
    late = sum(one.in_time is False for one in waiting)
    if late:
        vi, en = f"{late} hồ sơ cơ quan có thẩm quyền đã quá hạn", f"{late} files of authorities are overdue"
        yield Item(Words(vi, en), "/console/authority", "late")
    elif waiting:
        vi = f"{len(waiting)} hồ sơ cơ quan có thẩm quyền đang chờ"
        yield Item(
            Words(vi, f"{len(waiting)} files of authorities are waiting"), "/console/authority", "warn"
        )


def _incidents() -> Iterator[Item]:
    """Reports of an incident that are behind their hour or near it, and emergency access that waits for its review."""
    at, here = datetime.now(UTC), "/console/incidents"
    is_open = [one.id for one in incidents() if one.closed_at is None]
    owed = [one for incident in is_open for one in duties_of(incident) if one.due_at and not one.over]
    missed = sum(one.missed(at) for one in owed)
    if missed:
        vi, en = f"{missed} báo cáo sự cố đã lỡ hạn", f"{missed} incident reports missed their hour"
        yield Item(Words(vi, en), here, "late")
    if len(owed) > missed:
        vi, en = (
            f"{len(owed) - missed} báo cáo sự cố phải gửi",
            f"{len(owed) - missed} incident reports are owed",
        )
        yield Item(Words(vi, en), here, "warn")
    if waiting := unreviewed():
        vi = f"{waiting} lần mở khẩn cấp chờ xem xét"
        yield Item(Words(vi, f"{waiting} emergency accesses wait for review"), "/console/emergency", "warn")


def _stops() -> Iterator[Item]:
    """Recipients that were not told in time that a consent was taken back, or have not answered (VI.3)."""
    if late := overdue(datetime.now(UTC)):
        vi = f"{late} bên nhận chưa được báo, hoặc chưa trả lời, rằng khách đã rút đồng ý"
        en = f"{late} recipients were not told, or have not answered, that a consent was taken back"
        yield Item(Words(vi, en), "/console/recipients/stopping", "late")


def _crossings() -> Iterator[Item]:
    """Transfers abroad whose dossier is owed (Law 91/2025 art. 20)."""
    found = dossiers(datetime.now(UTC))
    late, soon = sum(one.late for one in found), sum(one.soon for one in found)
    if late:
        vi = f"{late} hồ sơ chuyển dữ liệu ra nước ngoài đã quá 60 ngày"
        yield Item(
            Words(vi, f"{late} dossiers on transfers abroad are past 60 days"), "/console/crossing", "late"
        )
    elif soon:
        vi = f"{soon} hồ sơ chuyển dữ liệu ra nước ngoài sắp hết 60 ngày"
        yield Item(
            Words(vi, f"{soon} dossiers on transfers abroad are due soon"), "/console/crossing", "warn"
        )


def _ledger() -> Iterator[Item]:
    if not sequencer_keeps_up():
        waiting = backlog()
        vi = f"{waiting} lần dùng chờ ghi vào sổ quá lâu: bộ ghi sổ có chạy không?"
        en = f"{waiting} uses have waited for their leaf too long: does the sequencer run?"
        yield Item(Words(vi, en), "/console/ledger", "late")


def _measures() -> Iterator[Item]:
    try:
        off = [measure for measure in measured() if not measure.on]
    except GiuloiError:
        vi, en = "Không kiểm tra được các biện pháp bảo vệ.", "The measures could not be looked at."
        yield Item(Words(vi, en), "/trust/", "late")
        return
    for measure in off:
        vi = f"Biện pháp “{measure.name}” không đạt: {measure.vi}"
        yield Item(Words(vi, f"The measure “{measure.name}” is off: {measure.en}"), "/trust/", "late")


def _bridges() -> Iterator[Item]:
    for label, number in failed_since(datetime.now(UTC) - A_WEEK).items():
        vi = f"{label}: {number} lần gửi trong 7 ngày qua không nhận được"
        en = f"{label}: {number} deliveries of the last 7 days were not taken in"
        yield Item(Words(vi, en), f"/console/bridges/{label}?show=trouble", "warn")


def _gaps(found: Sequence[Tally]) -> Iterator[Item]:
    """A gap is a hole in the policy: somebody wanted what it does not speak of, and was refused."""
    purposes = {one.purpose for one in found if one.decision == Outcome.GAP}
    for purpose in sorted(purposes):
        times = sum(one.count for one in found if one.decision == Outcome.GAP and one.purpose == purpose)
        named = f"“{purpose}”" if purpose else "—"
        vi = f"Chính sách không nói tới: {times} lần hỏi cho mục đích {named} bị từ chối vì vậy"
        en = f"The policy does not speak of it: {times} requests for {named} were refused for that"
        yield Item(Words(vi, en), "/console/ledger?decision=gap", "warn")


def _people() -> Iterator[Item]:
    waiting = [one for one in colleagues() if one.login and not one.ready]
    if waiting:
        vi = f"{len(waiting)} người chưa thiết lập lớp xác thực thứ hai"
        en = f"{len(waiting)} people have not set up their second factor"
        yield Item(Words(vi, en), "/console/staff", "warn")
