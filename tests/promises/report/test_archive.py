"""The whole file leaves in one signed ZIP, is kept five years, and nothing that is erased elsewhere takes it away."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta

import pytest

from giuloi.promises.keep.retention.run import keep_no_longer
from giuloi.promises.report.archive import archive
from giuloi.promises.report.incidents.affected import each, everybody_affected, in_numbers
from giuloi.promises.report.incidents.book import lines_of
from giuloi.promises.report.incidents.duties import close, duties_of, not_needed
from giuloi.promises.report.incidents.evidence import evidence_file, evidence_of, freeze_evidence
from giuloi.promises.report.incidents.kinds import What
from giuloi.promises.report.incidents.opening import incident_row
from giuloi.promises.report.incidents.rows import AffectedRow
from giuloi.promises.report.incidents.whole import holds
from giuloi.promises.report.incidents.writing import assess, parts_of, write_parts
from giuloi.records import traces
from giuloi.records.signed_files import KEY, MANIFEST, SIGNATURE, is_whole
from tests.cast import AN, BINH
from tests.promises.report.conftest import BY, later, opened, parts
from tests.records.conftest import Shop


def test_the_zip_has_everything_and_is_signed(shop: Shop, an: int, binh: int) -> None:
    """Timeline, parts, reports, papers in both formats, evidence, ids of the affected; nobody's data."""
    incident = opened(shop)
    write_parts(incident, parts(), shop.now(), BY)
    assess(incident, 2, 2, "Thấp.", shop.now(), BY)
    everybody_affected(incident, shop.now(), BY)
    freeze_evidence(incident, [], shop.now(), BY)
    with zipfile.ZipFile(io.BytesIO(archive(incident, shop.now(), BY))) as packed:
        files = {name: packed.read(name) for name in packed.namelist()}
    beside = {name: files.pop(name) for name in list(files) if name.startswith("manifest")}
    assert is_whole(files, beside[MANIFEST], beside[SIGNATURE].decode(), beside[KEY].decode())
    assert {"papers/mau-08.pdf", "papers/mau-08.docx", "affected.csv", "told.csv", "timeline.json"} <= set(
        files
    )
    assert any(name.startswith("evidence/") for name in files)
    assert {line.split(",")[0] for line in files["affected.csv"].decode().splitlines()[1:]} == {
        str(an),
        str(binh),
    }
    assert "1. Phát hiện lúc" in files["public-notice.txt"].decode()
    everything = b"".join(files.values())
    assert not any(word.encode() in everything for word in (AN.phone, AN.email, BINH.email, BINH.name))
    assert lines_of(incident)[-1].what is What.EXPORTED


def test_a_file_in_which_nothing_is_written_yet_leaves_too(shop: Shop, file: int) -> None:
    """The public text is empty then."""
    with zipfile.ZipFile(io.BytesIO(archive(file, shop.now(), BY))) as packed:
        assert packed.read("public-notice.txt") == b""
        assert json.loads(packed.read("incident.json"))["closed_at"] is None


@pytest.mark.parametrize("years", [1, 4])
def test_nothing_of_the_file_goes_with_the_daily_run_or_with_an_erased_customer(
    shop: Shop, file: int, an: int, years: int
) -> None:
    """The row of an erased customer names nobody any more; that somebody was affected stays."""
    write_parts(file, parts(), shop.now(), BY)
    everybody_affected(file, shop.now(), BY)
    row = freeze_evidence(file, [], shop.now(), BY)
    for one in duties_of(file):
        not_needed(one.id, "Thử.", shop.now(), BY)
    close(file, shop.now(), BY)
    before = len(lines_of(file))
    traces.erase_people([an])
    at = later(shop, timedelta(days=365 * years))
    keep_no_longer(at)
    assert len(lines_of(file)) == before
    assert parts_of(file)["act"]
    assert evidence_file(row) is not None
    assert evidence_of(file)
    assert incident_row(file) is not None
    assert AffectedRow.objects.get(incident_id=file).subject_id is None
    assert [subject for subject, *_ in each(file)] == [None]
    assert in_numbers(file).gone == 1
    assert holds()


def test_two_freezes_in_one_second_are_two_files(shop: Shop, file: int) -> None:
    """The second does not write over what the first one's hash stands for."""
    at = shop.now()
    first, second = freeze_evidence(file, [], at, BY), freeze_evidence(file, [], at, BY)
    assert first.file != second.file
    assert None not in (evidence_file(first), evidence_file(second))
