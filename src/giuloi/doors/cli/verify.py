"""`giuloi verify`: judge a bundle, a receipt, a leaf's proof or a report on any machine, with nothing but the file and
the shop's public key.

It needs no server, no database, no setting and no network. 0 nothing is wrong · 1 something is · 2 wrong use.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from giuloi.core.evidence import Kind, judge, kind_of
from giuloi.core.fields import FIELD, names_in
from giuloi.core.ledger.bundle_file import LARGEST_BUNDLE
from giuloi.core.ledger.checkpoint import Checkpoint, open_checkpoint
from giuloi.core.ledger.entry import Event, UseEntry
from giuloi.core.ledger.findings import Finding
from giuloi.core.ledger.note import LARGEST_NOTE, VerifierKey
from giuloi.core.ledger.signed_report import open_report
from giuloi.core.ledger.verify import Trusted, Verdict
from giuloi.core.terms import BadEvidence, Outcome
from giuloi.doors.cli import tongue
from giuloi.doors.cli.receipt import short_form
from giuloi.doors.cli.report_words import summed_up

app = typer.Typer(add_completion=False, rich_markup_mode=None)
_say = tongue.say


@app.command(
    help=_say(
        "Kiểm chứng bằng chứng mà cửa hàng đã giao: bộ bằng chứng, biên nhận, một dòng của sổ, báo cáo tuân thủ.",
        "Verify what a shop has given you: a bundle, a consent receipt, the proof of a leaf, a conformance report.",
    )
)
def verify(
    bundle: Annotated[Path, typer.Argument(help=_say("tệp bằng chứng", "the file"))],
    key: Annotated[
        str,
        typer.Option(
            help=_say("khóa công khai của sổ, hoặc tệp chứa nó", "the log's public key, or a file of it")
        ),
    ] = "",
    head: Annotated[
        Path | None,
        typer.Option(help=_say("mốc sổ quý khách đã giữ từ trước", "a checkpoint you kept from before")),
    ] = None,
    before: Annotated[
        Path | None,
        typer.Option(help=_say("bộ bằng chứng quý khách nhận lần trước", "the bundle you were given before")),
    ] = None,
    lang: Annotated[str, typer.Option(help="vi | en")] = "",
) -> None:
    """Read, judge, tell."""
    if lang:
        tongue.choose(["--lang", lang], {})
    if head is not None and not key:
        _wrong_use(_say("--head cần có --key", "--head needs --key"))
    trusted = _trusted(key, head) if key else None
    earlier = _read(before, LARGEST_BUNDLE + 1) if before else None
    data = _read(bundle, LARGEST_BUNDLE + 1)
    kind = kind_of(data)
    if kind is not Kind.BUNDLE and (trusted is None or head or before):
        _wrong_use(_say(*_ONLY_KEY))
    verdict = judge(data, trusted, earlier)
    if verdict.ok and kind is Kind.CONSENT_RECEIPT:
        typer.echo(_consent(data))
    if verdict.ok and kind is Kind.REPORT and trusted is not None:
        typer.echo(_harmless_lines(summed_up(open_report(data, trusted.log_keys))))
    _tell(verdict)
    raise typer.Exit(0 if verdict.ok else 1)


def _trusted(key: str, head: Path | None) -> Trusted:
    """What the caller knows from elsewhere; wrong use when it is not what it should be."""
    text = key if "+" in key else _read(Path(key), LARGEST_NOTE).decode("utf-8", "replace")
    try:
        keys = tuple(VerifierKey.parse(line) for line in text.split())
        if not keys:
            raise BadEvidence(_say(f"không có khóa nào trong {key!r}", f"there is no key in {key!r}"))
        return Trusted(keys, _kept(head, keys) if head else None)
    except BadEvidence as error:
        _wrong_use(str(error))


def _kept(path: Path, keys: tuple[VerifierKey, ...]) -> Checkpoint:
    return open_checkpoint(_read(path, LARGEST_NOTE + 1), keys[0].name, keys)


def _read(path: Path, most: int) -> bytes:
    """At most `most` bytes of a file; the verifier itself refuses what is longer."""
    try:
        with path.open("rb") as file:
            return file.read(most)
    except OSError as error:
        _wrong_use(f"{path}: {error.strerror}")


def _wrong_use(why: str) -> NoReturn:
    typer.echo(f"giuloi verify: {why}", err=True)
    raise typer.Exit(2)


def _tell(verdict: Verdict) -> None:
    """The uses, the head, what was found, and the judgement last."""
    for number, use in enumerate(verdict.uses, start=1):
        typer.echo(f"{number:>5}  {_line(use)}")
    if verdict.head is not None:
        size = _say(f"{verdict.head.size} dòng", f"{verdict.head.size} leaves")
        typer.echo(f"\n{_say('sổ', 'log')}: {_harmless(verdict.head.origin)}, {size}")
    for finding in verdict.findings:
        typer.echo(_finding(finding))
    if verdict.ok:
        typer.echo(_say("ĐÚNG: không thấy gì sai.", "GOOD: nothing is wrong.") + _as_of(verdict))
    else:
        typer.echo(_say("SAI: đừng tin tệp này.", "BAD: do not believe this file."))


def _consent(data: bytes) -> str:
    """What a consent receipt says, when it is signed: the short form and the very words."""
    signed = json.loads(data)
    try:
        words = signed["dpv:hasRecordOfActivity"]["dpv:hasNotice"]["giuloi:wording"]
        return _harmless(short_form(signed)) + "\n" + _harmless(words)
    except (LookupError, TypeError, ValueError, AttributeError):
        # Signed, but not laid out as ours: the signature holds all the same, and the holder can read the file.
        return _say("(biên nhận có hình thức lạ)", "(a receipt of an unfamiliar form)")


def _as_of(verdict: Verdict) -> str:
    """When a good bundle was given out: what came later is not in it, and an old one is seen to be old."""
    if not verdict.uses or verdict.uses[-1].event is not Event.EXPORT:
        return ""
    at = _moment(verdict.uses[-1])
    return _say(f" Xuất lúc {at}: không kể gì sau đó.", f" Exported at {at}: it tells nothing later.")


def _moment(use: UseEntry) -> str:
    return use.t.replace("T", " ").replace("Z", " UTC")


def _line(use: UseEntry) -> str:
    """One use: when, what, why, under which clause, by whom, to whom."""
    at = _moment(use)
    what = _say(*_EVENTS[use.event])
    if use.decision is not Outcome.ALLOWED:
        what += _say(" (không được phép)", " (not allowed)")
    fields = ", ".join(_say(FIELD[name].vi, FIELD[name].en) for name in names_in(use.fields)) or "–"
    to = f" → {use.recipient}" if use.recipient else ""
    return f"{at}  {what:<26} {use.purpose or '–'} [{use.clause}]  {fields}  {use.actor}{to}"


def _finding(finding: Finding) -> str:
    """The sentence, and the code that other programs know it by."""
    mark = "✗" if finding.fault else "·"
    sentence = finding.say("vi" if _say("vi", "en") == "vi" else "en")
    return f"{mark} {_harmless(sentence)}  [{finding.code}]"


def _harmless(text: str) -> str:
    """Text from a file that nobody vouches for, without what would steer the terminal."""
    return "".join(letter if letter.isprintable() else "?" for letter in text)


def _harmless_lines(text: str) -> str:
    return "\n".join(map(_harmless, text.split("\n")))


_ONLY_KEY = (
    "biên nhận, bằng chứng của một dòng hoặc báo cáo cần --key, và chỉ --key",
    "a receipt, the proof of a leaf or a report needs --key, and --key only",
)
_EVENTS: dict[Event, tuple[str, str]] = {
    Event.REVEAL: ("mở xem", "opened"),
    Event.REFUSE: ("từ chối mở", "refused"),
    Event.NOT_OPENED: ("không mở", "not opened"),
    Event.FIND: ("tìm ra khách", "looked up"),
    Event.CONSENT_REQUESTED: ("hỏi đồng ý", "consent asked for"),
    Event.CONSENT_GIVEN: ("đã đồng ý", "consent given"),
    Event.CONSENT_REFUSED: ("không đồng ý", "consent refused"),
    Event.CONSENT_WITHDRAWN: ("rút lại đồng ý", "consent withdrawn"),
    Event.CONSENT_EXPIRED: ("đồng ý hết hạn", "consent expired"),
    Event.REGISTER: ("đăng ký", "registered"),
    Event.ACCEPT: ("nhận bản chính sách mới", "accepted a policy version"),
    Event.RECTIFY: ("sửa thông tin", "corrected"),
    Event.ORDER: ("đặt hàng", "ordered"),
    Event.REQUEST: ("gửi yêu cầu", "asked the shop"),
    Event.EXPORT: ("xuất bằng chứng", "exported"),
    Event.DISCLOSE: ("cung cấp ra ngoài", "disclosed"),
    Event.PRINT: ("in ra giấy", "printed"),
    Event.ERASE_INTENT: ("bắt đầu xóa vĩnh viễn", "erasure begun"),
    Event.ERASE_LIVE_DONE: ("đã xóa vĩnh viễn", "erased"),
    Event.ERASE_BACKUPS_UNREADABLE: ("bản sao lưu hết đọc được", "backups unreadable"),
}
