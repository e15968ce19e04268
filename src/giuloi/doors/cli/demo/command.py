"""`giuloi demo`: make a house, set the stage, play the scene, clear away."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import time
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer

from giuloi.core.terms import GiuloiError
from giuloi.doors.cli import tongue
from giuloi.doors.cli.demo.house import House, house
from giuloi.doors.cli.demo.screen import Screen
from giuloi.doors.cli.tongue import say

app = typer.Typer(add_completion=False, rich_markup_mode=None)


Scene = Annotated[
    bool,
    typer.Option(
        "--scene",
        help=say("màn kịch trong cửa sổ dòng lệnh, rồi thôi", "the scene in the terminal, and nothing else"),
    ),
]
Lang = Annotated[str, typer.Option(help="vi | en")]
Data = Annotated[Path | None, typer.Option(help=say("giữ lại trong thư mục này", "keep it in this folder"))]
Keep = Annotated[bool, typer.Option("--keep", help=say("giữ lại thư mục tạm", "keep the folder"))]
Fresh = Annotated[
    bool, typer.Option("--fresh", help=say("làm lại từ đầu trong --data", "begin anew in --data"))
]
Port = Annotated[int, typer.Option(min=0, max=65535, help=say("0: cổng còn trống", "0: a free one"))]
NoShop = Annotated[
    bool, typer.Option("--no-shop", help=say("không mở trang bán hàng mẫu", "without the example shop"))
]
Many = Annotated[int, typer.Option(min=3, max=5000, help=say("bao nhiêu lượt giao đơn", "how many of them"))]


@app.command(
    help=say(
        "Mở một tiệm bịa trong trình duyệt: khách, nhân viên, trang công khai, hộp thư. --scene: màn kịch được kiểm"
        " tra từng bước, trong cửa sổ dòng lệnh.",
        "Open an invented shop in the browser: customers, staff, public pages, inbox. --scene: a scene in the"
        " terminal with every step checked.",
    )
)
def demo(
    scene: Scene = False,
    lang: Lang = "",
    data: Data = None,
    keep: Keep = False,
    fresh: Fresh = False,
    port: Port = 0,
    deliveries: Many = 240,
    no_shop: NoShop = False,
) -> None:
    """Exit 0 only when each step went as the policy promises."""
    if lang:
        tongue.choose(["--lang", lang], os.environ)
    signal.signal(signal.SIGINT, _stop)
    signal.signal(signal.SIGTERM, _leave)  # so that everything below is cleared away as on Ctrl-C
    with house(data, fresh=fresh, keep=keep, doors=not scene) as made:
        went_well = _run(made, port, deliveries) if scene else _open(made, port, deliveries, not no_shop)
        if made.kept and scene:
            _tell_how_to_look_around(made)
    if not went_well:
        raise typer.Exit(1)


def _open(made: House, port: int, deliveries: int, storefront: bool) -> bool:
    """Serve until somebody stops it: always on one port, so that a bookmark and a passkey go on working."""
    from giuloi.doors.cli.demo.living import open_shop
    from giuloi.doors.cli.port import held

    screen = Screen()
    screen.title("Giữ Lời", say(*_UNDER))
    try:
        few = min(deliveries, _FEW)
        with held(port or _PORT, 1 if port else 50) as chosen:
            os.environ["GIULOI_PUBLIC_URL"] = f"http://localhost:{chosen}"
            open_shop(made, screen, chosen, few, lived=made.lived, storefront=storefront)
    except GiuloiError as error:
        screen.went_wrong(say(f"Không mở được tiệm: {error}", f"The shop could not be opened: {error}"))
        return False
    return True


def _run(made: House, port: int, deliveries: int) -> bool:
    from giuloi.doors.cli.demo.scene import STEPS, close, play
    from giuloi.doors.cli.demo.stage import stage

    started, screen = time.monotonic(), Screen()
    screen.title("Giữ Lời", say(*_UNDER))
    try:
        with stage(made, screen, port, deliveries) as set_up:
            went_well = play(set_up, screen)
            if went_well:
                close(set_up, screen)
    except GiuloiError as error:
        screen.went_wrong(say(f"Không trọn vẹn: {error}", f"It could not be done: {error}"))
        return False
    if went_well:
        screen.done(say(*_DONE).format(steps=len(STEPS), seconds=round(time.monotonic() - started)))
    return went_well


def _tell_how_to_look_around(made: House) -> None:
    """The operator's commands, on this house."""
    screen = Screen()
    screen.heading(say("Xem quanh", "Look around"))
    screen.commands(f"export {name}={value}" for name, value in made.settings.items())
    screen.commands(line.replace("giuloi ", f"{_called()} ") for line in _COMMANDS)


def _called() -> str:
    """How `giuloi` is called from here: by its name where the shell finds it, else by the source checkout's file."""
    launcher = Path(__file__).parents[5] / "giuloi"
    if shutil.which("giuloi") or not launcher.is_file():
        return "giuloi"
    return "./giuloi" if launcher.parent == Path.cwd() else shlex.quote(str(launcher))


def _stop(*_: object) -> None:
    # Straight to the file: a signal may come in the middle of another line's print.
    os.write(2, f"\n{say('đang dừng …', 'stopping …')}\n".encode())
    raise KeyboardInterrupt


def _leave(number: int, _: FrameType | None) -> None:
    raise SystemExit(128 + number)


_PORT = 8100  # the first that is tried
_FEW = 60  # deliveries are enough to look at
_UNDER = (
    "Một tiệm bánh công bố chính sách bảo mật; phần mềm làm cho từng câu thành sự thật, và chứng minh được. "
    "Máy chủ là thật, mọi người ở đây là bịa.",
    "A cake shop publishes its privacy policy; the software makes every sentence of it true, provably. "
    "The server is real, the people are invented.",
)
_DONE = (
    "{steps} bước, đúng cả {steps}, trong {seconds} giây.",
    "{steps} steps, all {steps} as promised, in {seconds} seconds.",
)
_COMMANDS = (
    "giuloi orders",
    "giuloi staff list",
    "giuloi open CASE --staff ID --field delivery_name --field delivery_phone",
    "giuloi ledger status",
    "giuloi ledger verify --full",
    "giuloi ledger bundle CASE > bundle.json && giuloi verify bundle.json",
    "giuloi serve",
)
