"""`giuloi policy`: check, show, hash and explain, as an operator types them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from giuloi.doors.cli.policy import app
from giuloi.doors.cli.policy_files import compiled, shipped
from giuloi.doors.cli.question import understood

TEN = Path(__file__).parents[1] / "policies" / "bad" / "ten.md"


def run(*arguments: str, code: int = 0) -> str:
    """What one command prints, in English unless it says otherwise."""
    lang = () if "--lang" in arguments else ("--lang", "en")
    result = CliRunner().invoke(app, [*arguments, *lang])
    assert result.exit_code == code, result.output
    return result.output


def test_check_without_a_file_checks_the_shipped_policy() -> None:
    """It stands, and its hash is printed last."""
    out = run("check")
    assert "A policy: 32 clauses, 10 purposes" in out
    assert re.fullmatch(r"[0-9a-f]{64}", out.splitlines()[-1])


def test_check_tells_every_mistake_at_its_line_and_fails() -> None:
    """file:line: error: sentence, then what to write."""
    out = run("check", str(TEN), code=1)
    assert f'{TEN}:12: error: there is no field or category "adress" (A.1) [unknown-field]' in out
    assert 'did you mean "address"?' in out
    assert out.count(": error: ") == 10
    assert "Not a policy: 10 errors" in out


def test_check_speaks_vietnamese() -> None:
    """The same mistakes, in the other language."""
    assert run("check", str(TEN), "--lang", "vi", code=1).count(": lỗi: ") == 10


def test_a_file_that_is_not_utf_8_is_told_at_its_line(tmp_path: Path) -> None:
    """Bytes of another encoding are a mistake of the document, not of the program."""
    file = tmp_path / "policy.md"
    file.write_bytes(b"### A.1\n\xe9\xe8\n")
    assert f"{file}:2: error:" in run("check", str(file), code=1)


def test_the_law_of_another_day_can_be_asked_for() -> None:
    """Before 2026 there was no floor for contracts, but a policy could be judged all the same."""
    assert "A policy" in run("check", "--as-of", "2024-01-01")


def test_hash_prints_the_hash_or_the_mistakes() -> None:
    """One line to compare, or exit 1."""
    assert run("hash").strip() == compiled(shipped()).policy.hash  # type: ignore[union-attr]
    run("hash", str(TEN), code=1)


def test_show_prints_the_sentences_and_on_request_the_rules() -> None:
    """Customers read the sentences; the rules are there for who wants them."""
    plain, ruled = run("show"), run("show", "--rules")
    assert "I. Why we collect information" in plain
    assert "[purpose.supply]" not in plain
    assert 'basis = { guest = "contract", member = "consent" }' in ruled
    assert "Chúng tôi" in run("show", "--lang", "vi")


ASKED = {
    "may fulfilment open the phone of a member for promotion by SMS?": (
        "role=fulfilment  purpose=promotion  field=phone  channel=sms  standing=member",
        "No: clause IV.4",
    ),
    "bộ phận giao hàng có được xem điện thoại của thành viên để khuyến mãi qua tin nhắn không?": (
        "role=fulfilment  purpose=promotion  field=phone  channel=sms  standing=member",
        "No: clause IV.4",
    ),
    "may care read the care note of a guest for care, with an open care case?": (
        "role=care  purpose=care  field=care_note  channel=in_house  standing=guest  case=care",
        "Allowed by clause I.2",
    ),
    "may marketing write to a guest who agreed for promotion via email in a running campaign?": (
        "role=marketing  purpose=promotion  channel=email  standing=guest  consent=given  case=campaign",
        "Allowed by clause I.3",
    ),
    "may a partner get the purchases of a guest for advertising to an unrelated third party?": (
        "field=purchases  channel=in_house  standing=guest  recipient=unrelated",
        "No: clause III.1",
    ),
    "có được xem tên và điện thoại của khách vãng lai bị đóng băng cho mục đích chăm sóc khách hàng không?": (
        "purpose=care  field=phone  channel=in_house  standing=guest  states=frozen",
        "No: clause VI.4",
    ),
}


@pytest.mark.parametrize("question", ASKED)
def test_a_question_in_plain_words_is_answered_by_the_gate(question: str) -> None:
    """What was understood is printed back, then the answer and the clause in its own words."""
    meant, answer = ASKED[question]
    out = run("explain", *question.split())
    assert meant in out
    assert answer in out


def test_options_win_over_the_words_of_the_question() -> None:
    """Whoever wants to be exact can be."""
    out = run(
        "explain", "may care see the phone of a member for care", "--standing", "guest", "--case", "care"
    )
    assert "standing=guest" in out
    assert "Allowed by clause I.2" in out


@pytest.mark.parametrize(
    "arguments",
    [("--purpose", "spying"), ("--field", "shoe_size"), ("--channel", "pigeon"), ("--role", "boss"), ()],
)
def test_a_word_that_the_policy_does_not_know_is_a_wrong_use(arguments: tuple[str, ...]) -> None:
    """Exit 2, with the words that are known."""
    given = arguments if "--purpose" in arguments or not arguments else ("--purpose", "care", *arguments)
    run("explain", *given, code=2)


def test_a_question_it_does_not_understand_leaves_everything_open() -> None:
    """No word, no guess."""
    policy = compiled(shipped()).policy
    assert policy is not None
    asked = understood("what is the weather like?", policy)
    assert (asked.role, asked.purpose, asked.channel, asked.fields) == ("", "", "", [])


PLAIN = "Cam kết\n\nYêu cầu của quý khách được trả lời trong vòng 24 giờ.\nTiệm giải quyết yêu cầu trong 48 giờ.\n"


def test_import_writes_a_draft_and_tells_what_is_to_be_done_with_its_line(tmp_path: Path) -> None:
    """The draft is its own file; `policy check` then says what is left."""
    text, draft = tmp_path / "policy.txt", tmp_path / "draft.md"
    text.write_text(PLAIN, "utf-8")
    result = CliRunner().invoke(app, ["import", str(text), "--out", str(draft)])
    assert result.exit_code == 0
    assert f"{text}:4: one promise, two times: 24h (line 3), 48h (line 4) [two-times-answer]" in result.stderr
    assert "[not-filled]" in run("check", str(draft), code=1)
    again = CliRunner().invoke(app, ["import", str(text), "--out", str(draft)])
    assert "exists" in str(again.exception)


def test_import_prints_the_draft_alone_when_no_file_is_named(tmp_path: Path) -> None:
    """So that it can be piped; the list goes to standard error."""
    text = tmp_path / "policy.txt"
    text.write_text(PLAIN, "utf-8")
    result = CliRunner().invoke(app, ["import", str(text)])
    assert result.stdout.startswith("---\nshop = ")
    assert "[two-times-answer]" not in result.stdout


def test_import_refuses_what_is_no_text(tmp_path: Path) -> None:
    """A Word file, and a file of nothing."""
    for content in (b"PK\x03\x04\x00\xff", b"", b"\xd0\xcf\x11\xe0"):
        file = tmp_path / "policy.doc"
        file.write_bytes(content)
        result = CliRunner().invoke(app, ["import", str(file)])
        assert result.exit_code == 1
        assert type(result.exception).__name__ == "NotImported"
