"""Customer care over the fourteen days: who answers, what was asked, what was answered in time, and what was not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from giuloi.doors.cli.tongue import say


@dataclass(frozen=True, slots=True)
class Asked:
    """Something that was asked: `hours` until it was answered, None for what still waits."""

    kind: str
    vi: str
    en: str
    answer_vi: str = ""
    answer_en: str = ""
    hours: float | None = 3.0


_WEEK = (
    Asked(
        "question",
        "Bánh cốm để được mấy ngày?",
        "How long does the green rice cake keep?",
        "Dạ ba ngày, để chỗ mát ạ.",
        "Three days, kept cool.",
    ),
    Asked(
        "support",
        "Hộp bánh đậu xanh bị móp một góc, bánh bên trong vỡ hai thỏi.",
        "A corner of the mung bean box was dented and two bars broke.",
        "Tiệm xin lỗi và gửi bù hộp khác cùng đơn sau ạ.",
        "We are sorry, and send another box with the next order.",
        hours=5.5,
    ),
    Asked(
        "call_back",
        "Gọi lại giúp tôi về đơn Tết.",
        "Please call me back about a Tết order.",
        "Đã gọi, khách đặt thêm sau rằm.",
        "Called: she orders more after the full moon.",
        hours=1.2,
    ),
    # One promise that was missed, for a shop has such days too: it stays in the public numbers.
    Asked(
        "question",
        "Tiệm có giao sang Long Biên không?",
        "Do you deliver to Long Biên?",
        "Dạ có, tiệm xin lỗi vì trả lời muộn.",
        "We do, and are sorry that this comes late.",
        hours=27.0,
    ),
)
_NOW = Asked(
    "support",
    "Mứt sen để ngăn mát hay ngoài được ạ?",
    "Does the candied lotus go into the fridge?",
    hours=None,
)


def open_department(ha: int, khoa: int, at: datetime) -> None:
    """Hà heads it and keeps weekdays; Khoa the evenings and the weekend; nobody is off at Tết."""
    from giuloi.promises.answer import rota

    rota.name_head(ha, at)
    day = at.date()
    rota.put_weekly(ha, range(5), time(8), time(17), day, on_holidays=True)
    rota.put_weekly(khoa, range(5), time(17), time(8), day, on_holidays=True)
    rota.put_weekly(khoa, (5, 6), time(8), time(8), day, on_holidays=True)


def answer_for_days(chi: int, ha: int, start: datetime, now: datetime) -> None:
    """Chi asks something every third day; the last of it was asked this morning and waits."""
    for number, one in enumerate(_WEEK):
        _asked(chi, ha, one, start + timedelta(days=3 * number + 1, hours=2))
    _asked(chi, ha, _NOW, now - timedelta(hours=20))


def _asked(subject: int, ha: int, one: Asked, at: datetime) -> None:
    from giuloi.promises.answer import assignment
    from giuloi.promises.answer.asking import Asking, ask
    from giuloi.promises.answer.ending import end
    from giuloi.promises.answer.messages import Written, write
    from giuloi.records.database import durable
    from giuloi.records.requests import RequestState

    language = say("vi", "en")
    request = ask(subject, Asking(one.kind, say(one.vi, one.en), "portal", language=language), at).request
    if one.hours is None:
        return
    actor, answered = assignment.actor_of(ha), at + timedelta(hours=one.hours)
    assignment.take(request, ha, at + timedelta(hours=one.hours / 2))
    how = Written.CALL if one.kind == "call_back" else Written.REPLY
    with durable():
        write(request, how, say(one.answer_vi, one.answer_en), answered, actor, channel="email")
    end(request, RequestState.DONE, answered, actor)
