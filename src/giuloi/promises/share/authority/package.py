"""What an authority is handed: a ZIP of readable files with a manifest, encrypted as age does (age-encryption.org).

The passphrase is drawn here, shown once to whoever releases, and goes to the authority by another way than the file:
read out on the number that was called back. `age -d`, `rage -d` and `giuloi authority open` open it.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pyrage

from giuloi.core.deadline import VIETNAM
from giuloi.core.fields import FIELD
from giuloi.core.terms import GiuloiError, Secret
from giuloi.promises.share.formulas import formula_safe

FORMAT = "giuloi-authority/v1"
ENDING = ".zip.age"
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # read out on the telephone: no 0/o, 1/l/i
_GROUPS, _GROUP = 5, 5  # 25 letters of 31: 123 bits


class WrongPassphrase(GiuloiError):
    """The package does not open with this passphrase, or is none."""


@dataclass(frozen=True, slots=True)
class Person:
    """What is handed over of one named customer: record (0 is the person) → field → value. `refused`: the clause."""

    records: Sequence[tuple[int, str, Secret[str]]] = field(repr=False)
    refused: str = ""


def pack(head: dict[str, str], people: Sequence[Person], at: datetime) -> bytes:
    """The ZIP in clear, in memory only: data as JSON and as a table, and a manifest of their hashes."""
    lines = [
        (number, record, name, value.open())
        for number, person in enumerate(people, 1)
        for record, name, value in person.records
    ]
    data = {
        "format": FORMAT,
        **head,
        "people": [
            {
                "person": number,
                "not_provided": person.refused,
                "data": [
                    {"record": "order" if record else "person", "field": name, "value": value}
                    for of, record, name, value in lines
                    if of == number
                ],
            }
            for number, person in enumerate(people, 1)
        ],
    }
    files = {
        "data.json": json.dumps(data, ensure_ascii=False, indent=1).encode(),
        "data.csv": _table(lines),
        "README.txt": _README.encode(),
    }
    return zipped(files, at)


def zipped(files: dict[str, bytes], at: datetime) -> bytes:
    """These files and `manifest.json`, with the SHA-256 of each, as one ZIP."""
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    whole = {**files, "manifest.json": json.dumps({"sha256": hashes}, indent=1).encode()}
    out, stamp = io.BytesIO(), at.astimezone(VIETNAM).timetuple()[:6]
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, content in whole.items():
            info = ZipInfo(name, stamp)
            info.compress_type = ZIP_DEFLATED
            archive.writestr(info, content)
    return out.getvalue()


def encrypted(content: bytes) -> tuple[bytes, str]:
    """(the age file, its passphrase: shown once and kept nowhere)."""
    groups = ("".join(secrets.choice(_LETTERS) for _ in range(_GROUP)) for _ in range(_GROUPS))
    passphrase = "-".join(groups)
    return pyrage.passphrase.encrypt(content, passphrase), passphrase


def decrypted(package: bytes, passphrase: str) -> bytes:
    """The ZIP again. Raises WrongPassphrase."""
    try:
        return bytes(pyrage.passphrase.decrypt(package, passphrase.strip()))
    except (pyrage.DecryptError, ValueError) as error:
        raise WrongPassphrase("this passphrase does not open it, or it is no such package") from error


def _table(lines: Sequence[tuple[int, int, str, str]]) -> bytes:
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(("người / person", "thuộc / of", "thông tin / field", "nội dung / value"))
    for number, record, name, value in lines:
        of = "đơn hàng / order" if record else "khách hàng / person"
        table.writerow((number, of, f"{FIELD[name].vi} / {FIELD[name].en}", formula_safe(value)))
    return b"\xef\xbb\xbf" + out.getvalue().encode()


_README = """\
Thông tin được cung cấp theo yêu cầu của cơ quan có thẩm quyền. Chỉ dùng cho việc nêu trong văn bản yêu cầu.
data.json: đầy đủ. data.csv: cùng nội dung, mở bằng bảng tính. manifest.json: mã băm SHA-256 của từng tệp.

Provided at the request of a competent authority, for the matter named in its document alone.
data.json: everything. data.csv: the same as a table. manifest.json: the SHA-256 of each file.
"""
