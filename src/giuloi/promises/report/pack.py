"""The evidence pack for an inspector: one ZIP without a word about anybody, each file of which can be checked.

The same content makes the same bytes: times inside the archive are fixed, files stand in the order of their names.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from pathlib import PurePath
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from giuloi.promises.keep.erasure.counted import counted as erasures
from giuloi.promises.keep.retention.run import last_runs
from giuloi.promises.report.conformance import signed_report
from giuloi.promises.report.live import InTime
from giuloi.records.consent_counts import counts
from giuloi.records.installation import public_key
from giuloi.records.published import Published, documents, versions
from giuloi.records.uses import public_log

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest moment a ZIP can hold

_README = """Giữ Lời — evidence pack / bộ bằng chứng

report.json           the signed conformance report / báo cáo tuân thủ có chữ ký
log-key               the shop's public ledger key / khóa công khai của sổ
checkpoint            the newest signed head of the ledger / mốc mới nhất của sổ
policies/             every published version, word for word / mọi bản chính sách, nguyên văn
registers/            numbers: consents, retention, erasures, recipients / các con số
SHA256SUMS            hashes of all files / mã băm của mọi tệp

Verify / kiểm chứng:  giuloi verify report.json --key log-key      sha256sum -c SHA256SUMS
Compare the key with the one on the shop's public page: only then does the signature mean something.
Hãy so khóa với khóa trên trang công khai của cửa hàng: có trùng thì chữ ký mới có nghĩa.

Nothing in here is about anybody in particular. / Không có gì ở đây nói về riêng ai.
"""


def pack(
    published: Published, in_time: InTime, now: datetime, more: Mapping[str, bytes] | None = None
) -> bytes:
    """The archive; `more` are further files by name, for registers that other parts of the shop export."""
    contents = dict(_files(published, in_time, now)) | dict(more or {})
    sums = "".join(f"{sha256(contents[name]).hexdigest()}  {name}\n" for name in sorted(contents))
    contents["SHA256SUMS"] = sums.encode()
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for name in sorted(contents):
            info = ZipInfo(name, _EPOCH)
            info.compress_type, info.external_attr = ZIP_DEFLATED, 0o600 << 16
            archive.writestr(info, contents[name])
    return made.getvalue()


def _files(published: Published, in_time: InTime, now: datetime) -> Iterator[tuple[str, bytes]]:
    yield "README.txt", _README.encode()
    yield "report.json", signed_report(published, in_time, now)
    yield "log-key", f"{public_key()}\n".encode()
    yield "checkpoint", public_log.checkpoint() or b""
    for one in versions():
        for name, text in documents(one.id).items():
            file = PurePath(name.replace("\\", "/")).name
            yield f"policies/{one.id}/{file}", text.encode("utf-8", "surrogateescape")
    yield "policies/versions.json", _json([_version(one) for one in versions()])
    yield "registers/consents.json", _json([one.row() for one in counts()])
    yield "registers/retention.json", _json([_run(one) for one in last_runs()])
    yield "registers/erasures.json", _json(_erasures())
    yield "registers/recipients.json", _json(_recipients(published))


def _version(one: Published) -> dict[str, Any]:
    return {
        "version": one.id,
        "hash": one.policy.hash,
        "published_at": one.published_at.isoformat(),
        "in_force_at": one.in_force_at.isoformat(),
    }


def _run(one: Any) -> dict[str, Any]:
    finished = one.finished_at.isoformat() if one.finished_at else None
    return {"day": one.day, "finished_at": finished, "people": one.seen, "whole_records_erased": one.whole}


def _erasures() -> dict[str, int]:
    found = erasures()
    return {"people": found.people, "under_way": found.under_way, "unanswered_partners": found.unanswered}


def _recipients(published: Published) -> list[dict[str, Any]]:
    """The recipients that the policy names, and what may go to which kind of them."""
    policy = published.policy
    named = [
        {"recipient": one.name.removeprefix("recipient."), "clause": one.clause} | _plain(one.values)
        for one in policy.requirements
        if one.name.startswith("recipient.")
    ]
    allowed: list[dict[str, Any]] = [
        {
            "permit": one.name,
            "clause": one.clause,
            "to": sorted(one.relations),
            "purposes": sorted(one.purposes),
        }
        for one in policy.permits
    ]
    return [*named, *allowed]


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: list(value) if isinstance(value, tuple) else str(value) for key, value in values.items()}


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=2).encode() + b"\n"
