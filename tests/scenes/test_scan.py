"""IV.2: after a day with 540 pieces of personal data, none of them can be read in any file on the disk.

Two people's phones are on no paper here: everything is invented, and marked so that it cannot be missed.
"""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import tempfile
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import structlog
from django.conf import settings
from django.db import connection
from django.test import Client

from giuloi.core.terms import CaseKind, Channel, GiuloiError
from giuloi.doors.bridges.woocommerce import webhook
from giuloi.promises.collect.delivered import Contact
from giuloi.promises.collect.goods import Line, Purchases
from giuloi.promises.collect.members import accept_as_member, register_member
from giuloi.promises.collect.orders import Placing, place_order
from giuloi.records import cases, consents, freezing, selfcheck, vault
from giuloi.records.cases import Case
from giuloi.records.credentials import add_staff, hold_as_staff
from giuloi.records.keyring import keyring
from giuloi.records.places import places
from giuloi.records.receipts import receipt_for
from giuloi.records.reveal import Ask, Revealed, reveal_many
from giuloi.records.subjects import Subject
from giuloi.records.uses.bundle import export_bundle
from giuloi.records.uses.sequencer import integrate
from tests.fakes.forms import form_of, no, yes
from tests.fakes.installation import NOON, Installed, set_up
from tests.fakes.shop import Sent
from tests.fakes.shop import Shop as Platform
from tests.harness.elsewhere import database_url, environment
from tests.harness.processes import eventually, free_port, giuloi
from tests.scenes.canaries import FORMS, Bearer, bearer, files_under, found, marked

HALF = 30  # people who come from the platform, and as many who register with us
ADDRESS = "/bridges/woocommerce/shop1"
EVERYBODY = tuple(bearer(number) for number in range(2 * HALF))
CANARIES = tuple(canary for one in EVERYBODY for canary in one.canaries)


@dataclass(slots=True)
class Day:
    """One installation with its own folder for whatever anybody says or puts aside."""

    installed: Installed
    said: Path
    opened: set[str] = field(default_factory=set)

    def note(self, name: str, text: str | bytes) -> None:
        """Something that came out: an answer, an error's text, a log; looked through like every file."""
        with (self.said / name).open("ab") as file:
            file.write(text.encode() if isinstance(text, str) else text)

    @contextmanager
    def expected_to_fail(self, name: str) -> Iterator[None]:
        """The error's own words and its traceback are kept, as somebody would log them."""
        with pytest.raises(Exception) as error:  # noqa: PT011  whichever: it is what it says that counts
            yield
        assert isinstance(error.value, GiuloiError | ValueError | KeyError | TypeError), error.value
        self.note(
            name, f"{error.value!s}\n{error.value!r}\n{''.join(traceback.format_exception(error.value))}"
        )
        structlog.get_logger().error("scene_error", exc_info=error.value)


@pytest.fixture
def day(house: Any, transactional_db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Day]:
    """A shop with a connected platform; every temporary file of ours lands where it is searched."""
    said = tmp_path / "said"
    for folder in (said, tmp_path / "tmp"):
        folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    monkeypatch.setattr(tempfile, "tempdir", None)
    yield Day(set_up(), said)
    keyring().store.close()


@contextmanager
def _server(day: Day) -> Iterator[int]:
    """`giuloi serve`, whole; what it says on stdout and stderr is kept."""
    port = free_port()
    connection.close()
    server = giuloi("serve", "--port", str(port), real=True, GIULOI_HTTPS="off", **environment())
    try:
        assert eventually(lambda: _get(port, "/readyz") == 200), server.poll()
        yield port
    finally:
        server.terminate()
        out, err = server.communicate(timeout=30)
        day.note("server.stdout", out)
        day.note("server.stderr", err)


def _get(port: int, path: str) -> int:
    with suppress(OSError):
        return _send(port, "GET", path, {}, b"")[0]
    return 0


def _send(port: int, method: str, path: str, headers: Any, body: bytes) -> tuple[int, bytes]:
    calling = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    calling.request(method, path, body, dict(headers))
    answer = calling.getresponse()
    told = str(answer.getheaders()).encode() + answer.read()
    calling.close()
    return answer.status, told


def _from_the_platform(platform: Platform, one: Bearer) -> tuple[Sent, Sent]:
    """An account and an order as the platform sends them, with this person's own goods, note and recipient."""
    order = json.loads(platform.order_placed(one.person, note=one.note).body)
    order["line_items"][0]["name"] = one.goods
    family, _, given = one.recipient.partition(" ")
    order["shipping"] |= {"first_name": given, "last_name": family, "phone": one.recipient_phone}
    return platform.customer_created(one.person), platform.send("order.created", order)


def _delivered(day: Day, port: int) -> None:
    """Half of the people arrive over HTTP, and with them everything that is wrong with a delivery."""
    platform = Platform()
    for number, one in enumerate(EVERYBODY[:HALF]):
        for sent in _from_the_platform(platform, one):
            status, told = _send(port, "POST", ADDRESS, sent.headers, sent.body)
            assert status == 200, told
            day.note("answers", told)
        for wrong in _wrong(sent, one)[number % 4 :: 4]:
            status, told = _send(port, "POST", ADDRESS, wrong.headers, wrong.body)
            assert 400 <= status < 500, told
            day.note("answers", told)
        words = f"{one.person.email}?phone={one.person.phone}"
        day.note("answers", _send(port, "GET", f"/{words}", {"Referer": words, "Cookie": words}, b"")[1])


def _wrong(sent: Sent, one: Bearer) -> list[Sent]:
    """The same values in a body that is cut, forged, of another topic, or not what it says."""
    platform, name = Platform(), one.person.email
    return [
        Sent(sent.headers, sent.body[:-9]),
        platform.send_raw("order.created", sent.body[:-9]),
        platform.send("order.created", {"id": name, "billing": one.note}),
        platform.send("customer.created", json.loads(sent.body)["line_items"]),
    ]


def _registered(day: Day) -> list[int]:
    """The other half register and order with us; some of them wrongly first."""
    subjects = []
    policy = day.installed.policy.policy
    for number, one in enumerate(EVERYBODY[HALF:]):
        answers = (yes("supply"), yes("care"), yes("promotion", Channel.EMAIL), no("services", Channel.SMS))
        form = form_of(one.person, policy, choices=answers)
        if number % 5 == 0:
            with day.expected_to_fail("registering"):
                register_member(form_of(one.person, policy, phone=f"{one.person.phone}{one.note}"), NOON)
            with day.expected_to_fail("registering"):
                register_member(form_of(one.person, policy, declarations={one.note: one.care}), NOON)
        subject = register_member(form, NOON).subject
        if number % 5 == 1:
            with day.expected_to_fail("registering again"):
                register_member(form, NOON)
            with day.expected_to_fail("accepting again"):
                accept_as_member(subject, form, NOON)
        _ordered(subject, one)
        subjects.append(subject)
    return subjects


def _ordered(subject: int, one: Bearer) -> None:
    goods = Purchases((Line(one.goods, "2", "170000.00", "BC-01"),), "170000.00", "VND", "cod")
    to = Contact(name=one.recipient, phone=one.recipient_phone, address=one.person.address)
    place_order(subject, Placing(goods, to, "Đặt hàng", note=one.note), NOON)
    vault.seal(subject, {"care_note": one.care}, NOON)


def _worked(day: Day) -> None:
    """Everybody's data is opened by who may, asked for by who may not, exported, and held still."""
    packing = (
        "name",
        "phone",
        "email",
        "address",
        "delivery_name",
        "delivery_phone",
        "purchases",
        "order_note",
    )
    packer, carer = add_staff("Lan", "fulfilment"), add_staff("Hà", "care")
    for case in Case.objects.filter(closed_at=None, kind=CaseKind.ORDER):
        _opened(day, hold_as_staff(packer, "supply", case.id), packing, case.subject_id)
        _opened(day, hold_as_staff(packer, "promotion", case.id), packing, case.subject_id)
        care = cases.open_case(CaseKind.CARE, NOON, subject=case.subject_id)
        _opened(day, hold_as_staff(carer, "care", care), ("name", "care_note"), case.subject_id)
        cases.close_case(care, NOON)
    assert integrate()
    for subject in Subject.objects.values_list("id", flat=True)[:: HALF // 5]:
        day.note("bundles", export_bundle(subject, NOON))
        freezing.set_states(subject, freezing.HOLDING, NOON)
        freezing.release_states(subject, freezing.HOLDING, NOON)


def _opened(day: Day, holding: Any, names: Sequence[str], subject: int) -> None:
    [answer] = reveal_many(holding, names, [Ask(subject)], NOON)
    day.note("reprs", repr(answer) + str(answer))
    if isinstance(answer, Revealed):
        day.note("reprs", "".join(f"{value}{value!r}" for value in answer.fields.values()))
        day.opened |= {value.open() for one in answer.records.values() for value in one.values()}


def _gone_wrong(day: Day, subjects: Sequence[int], monkeypatch: pytest.MonkeyPatch) -> None:
    """Exceptions that have the values in hand: refused by us, by the database, by the key store, or unforeseen."""
    one, subject = EVERYBODY[-1], subjects[-1]
    with day.expected_to_fail("too long"):
        vault.seal(subject, {"name": one.person.name * 99}, NOON)
    with day.expected_to_fail("no such field"):
        vault.seal(subject, {"nickname": one.person.name}, NOON)
    with day.expected_to_fail("no such order"):
        _ordered(12345, one)
    aside = places().keys.with_suffix(".aside")
    places().keys.rename(aside)
    with day.expected_to_fail("no key store"):
        _ordered(subject, one)
    aside.rename(places().keys)
    sent = _from_the_platform(Platform(), one)[1]

    def fails(topic: str, hook: str, digest: bytes, body: bytes) -> Any:
        raise RuntimeError(f"cannot read {body.decode()}: {one.person}")

    monkeypatch.setattr(webhook, "parse", fails)
    client = Client(raise_request_exception=False)
    answer = client.post(
        ADDRESS, sent.body, content_type="application/json", secure=True,
        headers={key: value for key, value in sent.headers.items() if key != "Content-Type"},
    )  # fmt: skip
    assert answer.status_code == 500
    day.note("answers", answer.content)
    structlog.get_logger().warning(
        one.note, phone=one.person.phone, event_of=one.person.name, reason=one.care
    )


def _consented(day: Day, subjects: Sequence[int]) -> None:
    """Withdrawals and receipts."""
    for subject in subjects:
        asked = [consents.Asked("supply", Channel.IN_HOUSE, "Tôi đồng ý.", "vi", form_method())]
        for record in consents.withdraw(subject, asked, NOON) + consents.give(subject, asked, NOON):
            day.note("receipts", json.dumps(receipt_for(record)))


def form_method() -> Any:
    """How it was said."""
    return Placing(Purchases((), "0"), Contact(), "").method


def _database_files() -> list[Path]:
    """Every file of the data database: SQLite's with its log, or the whole PostgreSQL cluster."""
    name = Path(str(connection.settings_dict["NAME"]))
    if connection.vendor == "sqlite":
        return sorted(name.parent.glob(name.name + "*"))
    cluster = Path(connection.settings_dict["HOST"] or "/nowhere") / "data"
    if not os.access(cluster, os.R_OK):
        pytest.skip("the cluster's folder is not ours to read")
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
    return list(files_under(cluster))


def _everything(day: Day, tmp_path: Path) -> list[Path]:
    """Data, keys, ledger, heads, logs, answers, temporary files, a dump: all there is."""
    if connection.vendor == "postgresql":
        dump = subprocess.run(["pg_dump", "--inserts", database_url()], capture_output=True, check=True)
        day.note("dump.sql", dump.stdout)
    return [*files_under(tmp_path), *_database_files()]


def test_nobodys_data_can_be_read_in_any_file(
    day: Day,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Sixty people, nine pieces of data each, in twenty-two forms: not one is found; all are there to be opened."""
    with _server(day) as port:
        _delivered(day, port)
    subjects = _registered(day)
    _consented(day, subjects)
    _worked(day)
    _gone_wrong(day, subjects, monkeypatch)
    selfcheck.run()
    assert integrate()
    for name, text in zip(("stdout", "stderr"), capfd.readouterr(), strict=True):
        day.note(name, text)
    assert len(CANARIES) == len(set(CANARIES)) >= 500
    kept = "\n".join(day.opened)
    assert [canary for canary in CANARIES if canary not in kept and not canary.startswith("Hỏi")] == []
    files = _everything(day, tmp_path)
    hits = {str(path) for path in files if marked(path.read_bytes())}
    assert hits == set()
    assert {"server.stderr", "answers", "stderr", "bundles"} <= {path.name for path in files}
    assert [path for path in files if path.is_relative_to(settings.GIULOI_DATA)]
    with capfd.disabled():
        size = sum(path.stat().st_size for path in files if path.exists()) / 1e6
        print(
            f" [{len(CANARIES)} canaries, {len(FORMS)} forms, {len(files)} files, {size:.0f} MB, 0 hits]",
            end="",
        )
    _found_where_they_are_plain(day, tmp_path)


def _found_where_they_are_plain(day: Day, tmp_path: Path) -> None:
    """The same search in a plain copy of the same rows, in the same database: each of them is found."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE plain (value text)")
        cursor.executemany("INSERT INTO plain VALUES (%s)", [(value,) for value in day.opened])
    data = b"".join(path.read_bytes() for path in _database_files() if marked(path.read_bytes()))
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE plain")
    seen = found(data, CANARIES)
    kept = "\n".join(day.opened)
    assert {canary for canary in CANARIES if canary in kept} <= seen
