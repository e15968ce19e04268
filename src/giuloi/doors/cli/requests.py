"""`giuloi requests`: what customers asked, how near its hour it is, and how it ended. Ids and times only."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

import typer

from giuloi.doors.cli import records_ready
from giuloi.doors.cli.choices import NotThere, one_of
from giuloi.doors.cli.columns import print_columns
from giuloi.doors.cli.told import clock_time
from giuloi.doors.cli.tongue import say

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    help=say("Yêu cầu của khách và đồng hồ 24 giờ.", "Customers' requests and their 24-hour clock."),
)
_SHOW = ("open", "missed", "ended", "all")
_REQUEST = Annotated[int, typer.Argument(help=say("số trong `requests list`", "as `requests list` has it"))]


@app.command(name="list", help=say("Liệt kê, gấp nhất trước.", "List them, the most urgent first."))
def show_many(
    show: Annotated[str, typer.Option(help="open | missed | ended | all")] = "open",
    kind: Annotated[str, typer.Option(help=say("một loại yêu cầu", "one kind of request"))] = "",
    staff: Annotated[int, typer.Option(help=say("của người này", "in this colleague's hands"))] = 0,
    within: Annotated[
        int, typer.Option(min=0, help=say("đến hạn trong mấy giờ", "due in so many hours"))
    ] = 0,
    limit: Annotated[int, typer.Option(min=1, help=say("nhiều nhất bao nhiêu", "at most so many"))] = 30,
) -> None:
    """Nothing is opened, and no key is used."""
    one_of("--show", show, _SHOW)
    records_ready.set_up()
    from giuloi.promises.answer.inbox import Filter, counts, page
    from giuloi.records.request_kinds import KIND_WORDS, STATE_WORDS

    kinds = (one_of("--kind", kind, KIND_WORDS),) if kind else ()
    now = datetime.now(UTC)
    wanted = Filter(
        show=show,  # type: ignore[arg-type]  # looked at above
        kinds=kinds,
        whose="mine" if staff else "all",
        staff=staff or None,
        within=within or None,
    )
    rows = [
        (
            str(row.id),
            say(KIND_WORDS[row.kind].vi, KIND_WORDS[row.kind].en),
            say(STATE_WORDS[row.state].vi, STATE_WORDS[row.state].en),
            clock_time(row.due_at) if row.due_at else "-",
            _left(row, now),
            str(row.staff or "-"),
        )
        for row in page(wanted, now, most=limit).rows
    ]
    heading = (
        say("số", "number"),
        say("loại", "kind"),
        say("tình trạng", "state"),
        say("hạn", "due"),
        say("còn", "left"),
        say("người làm", "in hand"),
    )
    print_columns([heading, *rows])
    found = counts(now)
    typer.echo(
        say(
            f"{found.open} đang mở, {found.unassigned} chưa ai nhận, {found.soon} đến hạn trong một giờ, "
            f"{found.missed} đã lỡ hẹn",
            f"{found.open} open, {found.unassigned} nobody's, {found.soon} due within the hour, "
            f"{found.missed} missed",
        )
    )


@app.command(name="show", help=say("Xem một yêu cầu và diễn biến.", "Show one request and its timeline."))
def show_one(request: _REQUEST) -> None:
    """What was written stays shut: `giuloi open CASE` opens it."""
    records_ready.set_up()
    from giuloi.promises.answer.inbox import one
    from giuloi.records.request_kinds import HAPPENED_WORDS, KIND_WORDS, STATE_WORDS

    found = one(request)
    if found is None:
        raise _nothing(request)
    row = found.row
    facts = [
        (say("loại", "kind"), say(KIND_WORDS[row.kind].vi, KIND_WORDS[row.kind].en)),
        (say("tình trạng", "state"), say(STATE_WORDS[row.state].vi, STATE_WORDS[row.state].en)),
        (say("nhận", "received"), f"{clock_time(row.received_at)} ({row.source})"),
        (say("hạn của chúng ta", "our hour"), clock_time(row.due_at) if row.due_at else "-"),
        (say("hạn của luật", "the law's"), clock_time(row.law_due_at) if row.law_due_at else "-"),
        (say("vụ việc", "case"), str(row.case or "-")),
        (say("người làm", "in hand"), str(row.staff or "-")),
        (say("chịu trách nhiệm", "answerable"), str(row.answerable or "-")),
    ]
    print_columns(facts)
    steps = [
        (clock_time(step.at), say(HAPPENED_WORDS[step.what].vi, HAPPENED_WORDS[step.what].en), step.actor)
        for step in found.steps
    ]
    print_columns([("", "", ""), *steps])
    typer.echo(say(f"{len(found.texts)} đoạn viết, che kín", f"{len(found.texts)} texts, masked"))


@app.command(help=say("Kết thúc một yêu cầu đã làm bằng tay.", "End a request that was carried out by hand."))
def finish(
    request: _REQUEST,
    state: Annotated[str, typer.Argument(metavar="done|partly|refused")],
    staff: Annotated[int, typer.Option(help=say("ai đã làm", "who did it"))],
    ground: Annotated[str, typer.Option(help=say("vì sao, khi không làm trọn", "why, if not in full"))] = "",
) -> None:
    """A refusal, or a part, is told with its ground."""
    one_of("done|partly|refused", state, ("done", "partly", "refused"))
    records_ready.set_up()
    from giuloi.promises.answer.assignment import NotAssigned, actor_of
    from giuloi.promises.answer.ending import end
    from giuloi.records.request_kinds import GROUNDS, OPEN, RequestState
    from giuloi.records.requests import request_of

    if state != "done" or ground:
        one_of("--ground", ground, GROUNDS)
    try:
        actor = actor_of(staff)
    except NotAssigned:
        raise NotThere(
            say(f"không có ai mang mã {staff} đang làm", f"nobody with the id {staff} works here")
        ) from None
    if not end(request, RequestState(state), datetime.now(UTC), actor, ground):
        row = request_of(request)
        raise _nothing(request) if row is None or row.state not in OPEN else NotThere(say(*_UNDER_WAY))
    typer.echo(say("Đã kết thúc.", "It has ended."))


_UNDER_WAY = (
    "việc xóa đang chạy: yêu cầu tự kết thúc khi xóa xong; muốn dừng khi còn hủy được thì refused",
    "it is being erased: the request ends by itself when that is done; to stop it while that can be, refuse it",
)


def _left(row: Any, now: datetime) -> str:
    """How long until its hour, in hours and minutes; what is behind it says so."""
    left = row.left(now)
    if left is None or not row.open:
        return say("lỡ hẹn", "missed") if row.missed(now) else "-"
    minutes = int(abs(left) / timedelta(minutes=1))
    span = f"{minutes // 60}:{minutes % 60:02}"
    return say(f"quá {span}", f"over by {span}") if left < timedelta(0) else span


def _nothing(request: int) -> NotThere:
    return NotThere(
        say(
            f"không có yêu cầu nào đang mở mang số {request}: xem `giuloi requests list`",
            f"no open request has the number {request}: see `giuloi requests list`",
        )
    )
