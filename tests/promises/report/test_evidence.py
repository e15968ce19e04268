"""Evidence is frozen with its hashes, signed, and without a word about anybody."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest

from giuloi.promises.report.incidents.evidence import evidence_file, evidence_of, folder_of, freeze_evidence
from giuloi.promises.report.incidents.log_files import log_of
from giuloi.records.signed_files import KEY, MANIFEST, SIGNATURE, is_whole
from giuloi.records.uses.sequencer import integrate
from tests.cast import AN
from tests.promises.report.conftest import BY
from tests.records.conftest import Shop

LINES = [
    '{"event":"request","time":"2026-11-22T05:00:00.123Z","status":200,"route":"/me","ms":12}',
    f'{{"event":"sign_in","message":"{AN.phone}","email":"{AN.email}","count":3}}',
    f'203.0.113.7 - - "GET /?q={AN.phone} HTTP/1.1" 200',
    f'{{"event":"{AN.name}","status":{AN.phone.lstrip("0")}}}',
    "[1, 2]",
    "",
]


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """A log that somebody else wrote, with a customer in it."""
    path = tmp_path / "nginx.log"
    path.write_text("\n".join(LINES), encoding="utf-8")
    return path


def test_of_a_log_only_what_cannot_name_anybody_is_kept(log: Path) -> None:
    """What was left out is counted, and the whole file's hash is noted."""
    found = log_of(log)
    said = [json.loads(line) for line in found.lines.splitlines()]
    assert [one["event"] for one in said] == ["request", "sign_in"]
    assert said[1] == {"event": "sign_in", "count": 3}
    assert (found.kept, found.left_out) == (2, 6)
    for word in (AN.phone, AN.email, AN.name):
        assert word.encode() not in found.lines


def test_the_set_is_signed_and_names_every_file_by_its_hash(
    shop: Shop, an: int, file: int, log: Path
) -> None:
    """Anybody can check it, with nothing of ours."""
    shop.open(shop.staff("care", "care"), ["name"], an)
    assert integrate()
    row = freeze_evidence(file, [log], shop.now(), BY)
    data = evidence_file(row)
    assert data is not None
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    beside = {name: files.pop(name) for name in [one for one in files if one.startswith("manifest")]}
    signed = beside[MANIFEST], beside[SIGNATURE].decode(), beside[KEY].decode()
    assert is_whole(files, *signed)
    assert {"checkpoint", "ledger.sha256", "timeline.json", "state.json", "logs/1-nginx.log"} == set(files)
    assert not is_whole({**files, "checkpoint": b"another"}, *signed)
    assert not is_whole(files, beside[MANIFEST] + b" ", *signed[1:])
    everything = b"".join(files.values())
    assert not any(word.encode() in everything for word in (AN.phone, AN.email, AN.name))


def test_a_set_that_was_altered_afterwards_is_no_longer_that_one(shop: Shop, file: int) -> None:
    """Its hash is in the timeline."""
    row = freeze_evidence(file, [], shop.now(), BY)
    path = folder_of(file) / row.file
    path.write_bytes(path.read_bytes()[:-1])
    assert evidence_file(row) is None
    assert [one.sha256 for one in evidence_of(file)] == [row.sha256]


def test_a_log_that_cannot_be_read_stops_it(shop: Shop, file: int, tmp_path: Path) -> None:
    """Nothing is frozen that would look whole and is not."""
    with pytest.raises(OSError, match="nowhere"):
        freeze_evidence(file, [tmp_path / "nowhere.log"], shop.now(), BY)
    assert evidence_of(file) == []
