"""`giuloi`: the list of commands. Each is imported only when it is called: `--help` answers at once.

A row names the module that holds the command as a typer `app`; a row whose module is missing is not offered.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import version
from importlib.util import find_spec
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from giuloi.doors.cli.tongue import say


@dataclass(frozen=True, slots=True)
class Row:
    """One command: its name, where it is (`module:attribute`), and one line on it in both languages."""

    name: str
    target: str
    vi: str
    en: str
    hidden: bool = False

    @property
    def offered(self) -> bool:
        """True when its module is part of this installation."""
        return find_spec(self.target.partition(":")[0]) is not None

    def load(self) -> Any:
        """Import the command."""
        module, _, attribute = self.target.partition(":")
        return typer.main.get_command(getattr(import_module(module), attribute))


_HERE = "giuloi.doors.cli"
ROWS = (
    Row(
        "init",
        f"{_HERE}.install:init",
        "tạo khóa, kho khóa, sổ và cơ sở dữ liệu",
        "make keys, key store, ledger and database",
    ),
    Row(
        "migrate",
        f"{_HERE}.install:migrate",
        "cập nhật cấu trúc cơ sở dữ liệu",
        "bring the database up to date",
    ),
    Row(
        "serve",
        f"{_HERE}.serve:app",
        "chạy máy chủ: web, ghi sổ, đồng hồ",
        "run the server: web, sequencer, clock",
    ),
    Row(
        "policy",
        f"{_HERE}.policy:app",
        "kiểm tra, giải thích, công bố chính sách",
        "check, explain, publish the policy",
    ),
    Row(
        "staff",
        f"{_HERE}.staff:app",
        "người của cửa hàng và vai trò",
        "the people of the shop and their roles",
    ),
    Row("key", f"{_HERE}.key:app", "khóa truy cập cho máy móc", "keys for machines"),
    Row(
        "backup",
        f"{_HERE}.backup:app",
        "sao lưu dữ liệu và khóa, để riêng",
        "back up data and keys, apart",
    ),
    Row(
        "restore",
        f"{_HERE}.restore:app",
        "phục hồi dữ liệu từ bản sao",
        "come back from a backup",
    ),
    Row("keys", f"{_HERE}.keys:app", "đời khóa, mảnh khóa gốc", "key epochs, shares of the root key"),
    Row("bridge", f"{_HERE}.bridge:app", "kết nối trang bán hàng", "connect shop platforms"),
    Row(
        "recipient",
        f"{_HERE}.recipient:app",
        "bên nhận thông tin và thỏa thuận",
        "recipients and their agreements",
    ),
    Row(
        "parcel",
        f"{_HERE}.parcel:app",
        "gói thông tin giao hàng: đường dẫn một lần, tệp mã hóa",
        "what carriers need of orders: one-time links, encrypted files",
    ),
    Row(
        "check-site",
        f"{_HERE}.check_site:app",
        "xem trang công khai của tiệm có để lộ gì",
        "look at the shop's public pages for leaks",
    ),
    Row(
        "webhook",
        f"{_HERE}.webhook:app",
        "báo tin cho hệ thống của cửa hàng",
        "tell the shop's own systems what happened",
    ),
    Row(
        "channel",
        f"{_HERE}.channel:app",
        "các đường gửi tin cho khách, và gửi thử",
        "the ways messages go out, and a test",
    ),
    Row(
        "mail", f"{_HERE}.mail:app", "nhận thư của khách từ máy chủ thư", "take letters in from a mail server"
    ),
    Row(
        "campaign",
        f"{_HERE}.campaign:app",
        "các chiến dịch: xem, chạy, tạm dừng, dừng",
        "campaigns: look, run, pause, stop",
    ),
    Row("orders", f"{_HERE}.orders:app", "các đơn hàng đang mở, che kín", "the open orders, masked"),
    Row(
        "requests",
        f"{_HERE}.requests:app",
        "yêu cầu của khách và đồng hồ 24 giờ",
        "customers' requests and their 24-hour clock",
    ),
    Row(
        "retention",
        f"{_HERE}.retention:app",
        "hạn lưu giữ: xem trước, chạy, báo cáo",
        "terms of keeping: preview, run, report, holds",
    ),
    Row(
        "authority",
        f"{_HERE}.authority:app",
        "hồ sơ của cơ quan có thẩm quyền: xem, xuất, mở gói",
        "authorities' files: list, show, export, open",
    ),
    Row(
        "incident",
        f"{_HERE}.incident:app",
        "hồ sơ sự cố: mở, xem, ai bị ảnh hưởng, xuất",
        "incident files: open, show, who was affected, export",
    ),
    Row(
        "honey",
        f"{_HERE}.honey:app",
        "hồ sơ bẫy, khóa máy bẫy: ai chạm vào là biết",
        "honey customers and honey keys: whoever touches one is noticed",
    ),
    Row(
        "budget",
        f"{_HERE}.detect:budget",
        "mức được mở dữ liệu theo vai trò và mục đích",
        "how much may be opened, by role and purpose",
    ),
    Row(
        "detect",
        f"{_HERE}.detect:app",
        "tìm dấu vết tấn công: khóa đã đưa ra, sổ, sự cố, bản sao lưu",
        "look for an attack: hand-outs, ledger, incidents, backups",
    ),
    Row("rota", f"{_HERE}.rota:app", "lịch trực chăm sóc khách hàng", "the rota of customer care"),
    Row(
        "find",
        f"{_HERE}.find:app",
        "tìm mã khách hàng theo điện thoại, email",
        "find a customer's id by phone or e-mail",
    ),
    Row("open", f"{_HERE}.open:app", "mở thông tin mà một vụ việc cần", "open what a case needs"),
    Row(
        "consent", f"{_HERE}.consent:app", "ghi hoặc rút sự đồng ý của khách", "record or withdraw a consent"
    ),
    Row(
        "ledger", f"{_HERE}.ledger:app", "xem và kiểm tra nhật ký sử dụng", "look at and check the use ledger"
    ),
    Row(
        "verify",
        f"{_HERE}.verify:app",
        "kiểm chứng bằng chứng, không cần máy chủ",
        "verify evidence, without a server",
    ),
    Row(
        "measures",
        f"{_HERE}.measures:app",
        "những biện pháp bảo vệ đang bật",
        "which protective measures are on",
    ),
    Row(
        "evidence",
        f"{_HERE}.evidence:app",
        "báo cáo tuân thủ có chữ ký, bộ bằng chứng",
        "the signed conformance report, the evidence pack",
    ),
    Row("demo", f"{_HERE}.demo:app", "xem thử trên dữ liệu bịa", "see it work on invented data"),
    Row("test", f"{_HERE}.development:test", "chạy toàn bộ kiểm thử", "run every test"),
    Row(
        "check",
        f"{_HERE}.development:check",
        "kiểm tra nhanh trước khi ghi nhận thay đổi",
        "the quick checks before a commit",
    ),
    Row(
        "check-deploy",
        f"{_HERE}.install:check_deploy",
        "kiểm tra cấu hình triển khai",
        "check the deployment's settings",
    ),
    Row(
        "sequencer",
        f"{_HERE}.loops:sequencer",
        "ghi các lần dùng vào sổ (serve tự chạy)",
        "put uses into the ledger (serve runs it)",
    ),
    Row(
        "clock", f"{_HERE}.loops:clock", "làm việc đến hạn (serve tự chạy)", "do what is due (serve runs it)"
    ),
    Row("web", f"{_HERE}.web:app", "", "", hidden=True),
)


class Commands(TyperGroup):
    """The group at the top: looks commands up in ROWS and prints one line for each."""

    def list_commands(self, ctx: Any) -> list[str]:
        """The names offered, in the order of ROWS."""
        return [row.name for row in ROWS if row.offered and not row.hidden]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Import the command that is called."""
        return next((row.load() for row in ROWS if row.name == cmd_name and row.offered), None)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Help without importing a single command."""
        formatter.write(f"{say('Giữ Lời: lời hứa về dữ liệu cá nhân, được giữ và chứng minh được', _EN)}\n\n")
        formatter.write(say("Cách dùng", "Usage") + ": giuloi [--lang vi|en] [--traceback] COMMAND …\n\n")
        rows = [row for row in ROWS if row.offered and not row.hidden]
        for row in rows:
            formatter.write(f"  {row.name:<14}{say(row.vi, row.en)}\n")
        formatter.write("\n" + say("Mỗi lệnh có --help riêng.", "Each command has its own --help.") + "\n")


_EN = "Giữ Lời: promises about personal data, kept and provable"


def command() -> Any:
    """The whole command line, ready to be given arguments."""
    app = typer.Typer(cls=Commands, add_completion=False, rich_markup_mode=None)
    app.callback(invoke_without_command=True)(_options)
    return typer.main.get_command(app)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"giuloi {version('giuloi')}")
        raise typer.Exit


def _options(
    ctx: typer.Context,
    lang: Annotated[str, typer.Option(help="vi | en")] = "",  # read by tongue.choose before this runs
    traceback: Annotated[bool, typer.Option("--traceback", help="show where an error came from")] = False,
    show: Annotated[bool, typer.Option("--version", is_eager=True, callback=_show_version)] = False,
) -> None:
    """Promises about personal data, kept and provable."""
    if ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())
