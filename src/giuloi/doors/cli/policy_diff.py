"""`giuloi policy diff OLD NEW`: what another version newly allows, forbids or says otherwise, and whom it touches."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from giuloi.core.policy.clauses import Policy
from giuloi.core.policy.diagnostics import Findings, Severity
from giuloi.core.policy.diff import diff
from giuloi.core.policy.reach import Located, located
from giuloi.core.policy.reader import read
from giuloi.core.terms import NotServing, PolicyError
from giuloi.doors.cli import records_ready
from giuloi.doors.cli.policy_files import compiled
from giuloi.doors.cli.tongue import say

NOW = "now"
_MARKS = {True: ("nới ", "looser"), False: ("chặt", "tighter"), None: ("khác", "otherwise")}
_WHAT = say(
    "tệp (kèm bản dịch bên cạnh), thư mục, số bản đã công bố, hay now: bản đang có hiệu lực",
    "a file (with its translations beside it), a folder, a published version's number, or now: the one in force",
)


@dataclass(frozen=True, slots=True)
class Version:
    """One side of the comparison: its texts by name, and what they compile to."""

    documents: Mapping[str, str]
    policy: Policy


def difference(
    old: Annotated[str, typer.Argument(help=_WHAT)],
    new: Annotated[str, typer.Argument(help=_WHAT)],
    as_json: Annotated[bool, typer.Option("--json", help=say("cho máy đọc", "for a program"))] = False,
    people: Annotated[
        bool,
        typer.Option(
            "--people", help=say("đếm người ở bản cài đặt này", "count the people of this installation")
        ),
    ] = False,
) -> None:
    """Exit 0 also when there is no difference: it says so. Counts people when a side is a published version."""
    before, after = _version(old), _version(new)
    found = located(diff(before.policy, after.policy), _read(before), _read(after))
    counting = people or _published(old) or _published(new)
    told = _touched(before.policy, after.policy, found) if counting else None
    typer.echo(_json(before, after, found, told) if as_json else _table(found, told))


def _published(name: str) -> bool:
    return not Path(name).exists() and (name == NOW or (name.isascii() and name.isdigit()))


def _version(name: str) -> Version:
    documents = _stored(name) if _published(name) else _files(Path(name))
    result = compiled(documents)
    if result.policy is None:
        raise PolicyError(tuple(one for one in result.diagnostics if one.severity is Severity.ERROR))
    return Version(documents, result.policy)


def _stored(name: str) -> dict[str, str]:
    """A version of this installation. Raises NotServing where there is none."""
    records_ready.set_up()
    from giuloi.records.published import current, documents

    number = current().id if name == NOW else int(name[:18])
    return documents(number)


def _files(path: Path) -> dict[str, str]:
    """A folder's Markdown files, or a file and its translations: shop.vi.md takes shop.en.md along."""
    if path.is_dir():
        paths = sorted(path.glob("*.md"))
    elif path.is_file():
        stem = path.name.split(".")[0]
        paths = sorted({path, *path.parent.glob(f"{stem}.??.md")} if path.name.count(".") > 1 else {path})
    else:
        paths = []
    if not paths:
        raise NotServing(
            say(f"{str(path)!r} không có chính sách nào", f"there is no policy at {str(path)!r}")
        )
    return {str(one): one.read_bytes().decode("utf-8", errors="surrogateescape") for one in paths}


def _read(version: Version) -> dict[str, Any]:
    return {file: read(file, text, Findings()) for file, text in version.documents.items()}


def _touched(old: Policy, new: Policy, found: tuple[Located, ...]) -> Any:
    """(the sets, one Touched a change): numbers of people, never who."""
    records_ready.set_up()
    from giuloi.records.touched import people, touched

    known = people(new)
    return known, touched(old, new, [one.change for one in found], known)


def _table(found: tuple[Located, ...], told: Any) -> str:
    if not found:
        return say("Hai bản không khác gì nhau.", "The two versions do not differ.")
    lines = []
    for number, one in enumerate(found):
        mark = say(*_MARKS[one.change.looser])
        where = f"{one.file}:{one.line or 1}" + (say(" (bản cũ)", " (old)") if one.old else "")
        lines.append(f"{mark:<9} {one.change.clause or '—':<7} {say(one.change.what.vi, one.change.what.en)}")
        lines.append(f"{'':<18}{where}{_people(told[1][number]) if told else ''}")
    marks = [one.change.looser for one in found]
    looser, tighter, other = (marks.count(mark) for mark in (True, False, None))
    lines.append("")
    lines.append(
        say(
            f"{len(found)} thay đổi: {looser} nới, {tighter} chặt hơn, {other} nói khác đi.",
            f"{len(found)} changes: {looser} looser, {tighter} tighter, {other} said otherwise.",
        )
    )
    return "\n".join([*lines, *_sets(told)])


def _people(touched: Any) -> str:
    parts = []
    if touched.members is not None:
        parts.append(say(f"{touched.members} thành viên", f"{touched.members} members"))
    if touched.guests is not None:
        parts.append(
            say(f"{touched.guests} khách có đơn đang mở", f"{touched.guests} guests with open orders")
        )
    parts += [
        say(f"{count} người đã đồng ý {purpose}", f"{count} people who consented to {purpose}")
        for purpose, count in touched.consents.items()
    ]
    return f"  [{', '.join(parts)}]"


def _sets(told: Any) -> list[str]:
    if told is None:
        return []
    known = told[0]
    return [
        say(
            f"Chưa nhận bản mới: {known.members} thành viên. Có đơn đang mở: {known.guests} khách không tài khoản.",
            f"Have not accepted the new version: {known.members} members. With an open order: {known.guests} guests.",
        )
    ]


def _json(before: Version, after: Version, found: tuple[Located, ...], told: Any) -> str:
    changes = []
    for number, one in enumerate(found):
        row: dict[str, Any] = {
            "clause": one.change.clause,
            "mark": _MARKS[one.change.looser][1],
            "vi": one.change.what.vi,
            "en": one.change.what.en,
            "file": one.file,
            "line": one.line or 1,
            "only_in_old": one.old,
        }
        if told:
            touched = told[1][number]
            row["touches"] = {
                "members": touched.members,
                "guests_with_open_orders": touched.guests,
                "consents": dict(touched.consents),
            }
        changes.append(row)
    whole = {"old": before.policy.hash, "new": after.policy.hash, "same": not found, "changes": changes}
    return json.dumps(whole, ensure_ascii=False, indent=2)
