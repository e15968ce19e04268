"""`giuloi check-site URL`: what the shop's public pages give to advertisers and strangers, by the clause it breaks."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from giuloi.core.terms import NotServing, PolicyError
from giuloi.doors.cli import records_ready
from giuloi.doors.cli.choices import NotThere
from giuloi.doors.cli.policy_files import compiled, sources
from giuloi.doors.cli.tongue import say

if TYPE_CHECKING:
    from giuloi.core.policy.clauses import Policy
    from giuloi.promises.share.site_check.leaks import Leak
    from giuloi.promises.share.site_check.walking import Visited

app = typer.Typer(add_completion=False, rich_markup_mode=None)
_SHOWN = 3  # pages named for each leak


@app.command(
    help=say(
        "Xem trang công khai của tiệm có trao gì cho bên quảng cáo, có biểu mẫu nào gửi đi nơi khác.",
        "Look whether the shop's public pages give anything to advertisers, or have forms that post elsewhere.",
    ),
    epilog=say(
        "Chỉ hỏi đúng máy chủ của địa chỉ ấy. Mã thoát: 0 không có gì, 1 có chỗ lộ, 3 có trang không xem được.",
        "Only the host of that address is asked. Exit code: 0 nothing, 1 leaks, 3 pages that could not be read.",
    ),
)
def check_site(
    url: Annotated[str, typer.Argument(metavar="URL", help="https://shop.example.vn")],
    pages: Annotated[
        int, typer.Option(min=1, max=500, help=say("xem nhiều nhất bao nhiêu trang", "pages at most"))
    ] = 30,
    policy: Annotated[
        list[Path] | None,
        typer.Option(
            exists=True,
            dir_okay=False,
            help=say("chính sách; không ghi: bản đã công bố", "else the published one"),
        ),
    ] = None,
    recipient: Annotated[
        list[str] | None,
        typer.Option(
            metavar="HOST=NAME",
            help=say("máy chủ này của bên nhận đã ghi", "this host is a registered recipient's"),
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help=say("in dạng JSON", "as JSON"))] = False,
) -> None:
    """Nothing is loaded from anybody else, so that looking tells no advertiser anything."""
    from giuloi.promises.share.site_check.leaks import Clauses, leaks_of
    from giuloi.promises.share.site_check.walking import walk

    clauses = Clauses(_policy(policy or ()), _receiving(recipient or ()))
    visits = list(_told(walk(url, pages), pages))
    found = leaks_of(visits, clauses)
    failed = [one for one in visits if one.failed is not None]
    looked = sum(1 for one in visits if one.seen is not None)
    typer.echo(_json(found, failed, looked) if as_json else "\n".join(_lines(found, failed, looked)))
    raise typer.Exit(1 if any(one.certain for one in found) else 3 if failed else 0)


def _policy(paths: Sequence[Path]) -> Policy:
    """The documents named, else what this installation has published, else the shipped policy."""
    if not paths:
        try:
            records_ready.set_up()
            from giuloi.records.published import current

            return current().policy
        except NotServing:
            pass  # no installation here, or nothing published yet: the shipped policy says what a shop would promise
    found = compiled(sources(paths))
    if found.policy is None:
        raise PolicyError(found.diagnostics)
    return found.policy


def _receiving(pairs: Sequence[str]) -> list[str]:
    """The hosts whose recipient may receive today. Raises NotThere for a recipient that may not."""
    if not pairs:
        return []
    records_ready.set_up()
    from giuloi.records import recipients

    able = {one.name for one in recipients.registered(datetime.now(UTC)) if one.receives}
    hosts = []
    for host, name in map(_pair, pairs):
        if name not in able:
            raise NotThere(
                say(
                    f"{name} hiện không được nhận gì",
                    f"{name} may receive nothing now: `giuloi recipient list`",
                )
            )
        hosts.append(host)
    return hosts


def _pair(text: str) -> tuple[str, str]:
    host, _, name = text.partition("=")
    if not (host and name):
        raise typer.BadParameter(say("hãy ghi HOST=TÊN", "write HOST=NAME"), param_hint="--recipient")
    return host.lower(), name


def _told(visits: Iterable[Visited], most: int) -> Iterator[Visited]:
    """Each visit, with how far it is on the terminal."""
    terminal = Console(stderr=True)
    with Progress(console=terminal, transient=True, disable=not terminal.is_terminal) as shown:
        bar = shown.add_task(say("đang xem", "looking"), total=most)
        for visit in visits:
            shown.advance(bar)
            yield visit


def _lines(found: Sequence[Leak], failed: Sequence[Visited], looked: int) -> Iterator[str]:
    from giuloi.promises.share.site_check.trackers import trackers

    day = trackers().as_of
    yield say(f"Đã xem {looked} trang (danh sách ngày {day}).", f"{looked} pages looked at (list of {day}).")
    for one in found:
        mark = say("LỘ", "LEAK") if one.certain else say("xem lại", "look at")
        clause = one.clause or say("không có điều khoản", "no clause")
        yield f"{mark}  {clause}  {one.host}: {say(one.what.vi, one.what.en)}"
        yield from (f"    {page}" for page in one.pages[:_SHOWN])
        if (more := len(one.pages) - _SHOWN) > 0:
            yield say(f"    và {more} trang nữa", f"    and {more} more pages")
    for visit in failed:
        if visit.failed is not None:
            why = visit.failed.words
            yield say(f"không xem được  {visit.url}: {why.vi}", f"not read  {visit.url}: {why.en}")
    if not found and looked:
        yield say("Không thấy gì đi ra ngoài.", "Nothing was seen to go out.")


def _json(found: Sequence[Leak], failed: Sequence[Visited], looked: int) -> str:
    leaks = [{**asdict(one), "certain": one.certain, "what": say(one.what.vi, one.what.en)} for one in found]
    unread = [
        {"url": one.url, "why": say(one.failed.words.vi, one.failed.words.en)} for one in failed if one.failed
    ]
    return json.dumps({"pages": looked, "leaks": leaks, "not_read": unread}, ensure_ascii=False, indent=2)
