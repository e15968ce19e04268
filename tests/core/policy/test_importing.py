"""A policy in plain text becomes a draft: word for word theirs, nothing invented, no policy before a person saw it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giuloi.core.policy.diagnostics import Findings
from giuloi.core.policy.importing.draft_text import Imported, import_text
from giuloi.core.policy.importing.figures_said import hours, spans
from giuloi.core.policy.importing.plain_text import NotPlainText
from giuloi.core.policy.reader import read
from tests.core.policy.corpus import compiled, shipped

TEXT = """CHÍNH SÁCH BẢO MẬT THÔNG TIN

I. Mục đích thu thập thông tin
Tiệm thu thập thông tin của quý khách nhằm:
- Cung cấp hàng hóa và thực hiện các giao dịch theo yêu cầu của quý khách;
- Chăm sóc khách hàng, giải đáp thắc mắc và hỗ trợ kỹ thuật;
- Giới thiệu các chương trình khuyến mãi, giới thiệu dịch vụ mới.

II. Phạm vi sử dụng
Thông tin chỉ được sử dụng đúng mục đích nêu trong chính sách này.
Khi cần, tiệm liên hệ trực tiếp với quý khách qua email, điện thoại, từ 8 giờ đến 20 giờ.

III. Cam kết
Tiệm không chia sẻ thông tin của quý khách cho bên thứ ba.
Ngoại lệ là khi có yêu cầu của cơ quan nhà nước có thẩm quyền.
Thông tin đơn hàng được lưu trữ 90 ngày sau khi giao.
Mọi yêu cầu của quý khách được trả lời trong vòng 24 giờ, hotline 24/7.
"""


def made(text: str) -> Imported:
    """The draft of a text, with the shipped policy's blocks for a pattern."""
    return import_text(text, shipped()["shop.vi.md"])


def codes(text: str) -> dict[str, int]:
    """Code → line of every remark."""
    return {one.code: one.line for one in made(text).remarks}


def test_every_sentence_is_kept_word_for_word_under_a_number_of_its_own() -> None:
    """Only what marks an item or a heading is taken off."""
    document = read("draft.md", made(TEXT).draft, Findings())
    told = [" ".join(clause.sentence.split()) for clause in document.clauses.values()]
    lines = [line for line in TEXT.splitlines()[1:] if line and not re.match(r"[IV]+\. ", line)]
    assert told == [line.removeprefix("- ") for line in lines]
    assert list(document.clauses) == [
        "I.1",
        "I.2",
        "I.3",
        "I.4",
        "II.1",
        "II.2",
        "III.1",
        "III.2",
        "III.3",
        "III.4",
    ]
    assert [section.title for section in document.sections if section.number] == [
        "Mục đích thu thập thông tin",
        "Phạm vi sử dụng",
        "Cam kết",
    ]


def test_each_proposal_is_marked_and_stands_under_the_sentence_that_it_is_for() -> None:
    """An order, an hour, an authority: recognised, and none of it a rule yet."""
    blocks = read("draft.md", made(TEXT).draft, Findings()).blocks
    assert all("proposed" in block.values for block in blocks)
    at = {f"{block.kind}.{block.name}": block.place.clause for block in blocks}
    assert (at["purpose.supply"], at["purpose.care"], at["purpose.promotion"]) == ("I.2", "I.3", "I.4")
    assert (at["contact.email"], at["prohibit.third_party_advertising"]) == ("II.2", "III.1")
    assert (at["permit.authority"], at["retain.orders"], at["promise.answer"]) == ("III.2", "III.3", "III.4")


def test_a_figure_is_taken_from_the_sentence_or_left_open() -> None:
    """24 hours and 90 days are said; how soon an authority is answered is not: no other shop's is put in."""
    blocks = {f"{one.kind}.{one.name}": one.values for one in read("d", made(TEXT).draft, Findings()).blocks}
    assert blocks["promise.answer"]["within"] == "24h"
    assert blocks["retain.orders"]["use"] == "90d"
    assert "store" not in blocks["retain.orders"]
    assert blocks["contact.email"]["hours"] == ["08:00", "20:00"]
    assert blocks["promise.authority"]["within"] == "…"


def test_a_draft_is_no_policy_until_each_proposal_is_confirmed_and_each_blank_filled() -> None:
    """The compiler names every one of them; the shop's name is not made up."""
    result = compiled(made(TEXT).draft)
    assert result.policy is None
    found = [one.code for one in result.diagnostics]
    assert found.count("proposed") == made(TEXT).proposals
    assert {"not-filled", "proposed"} <= set(found)
    assert any(one.code == "not-filled" and one.line == 2 for one in result.diagnostics)


def test_a_draft_that_a_person_went_through_compiles() -> None:
    """Marks taken away, blanks filled, frozen data closed: nothing else of the proposals is in the way."""
    draft = re.sub(r"^proposed = .*\n", "", made(TEXT).draft, flags=re.MULTILINE)
    draft = draft.replace('within = "…"', 'within = "24h"').replace('"…"', '"đã điền"')
    draft = draft.replace('"20:00"]', '"17:00"]')  # the law's, for calls
    still = '[prohibit.still]\nstates = ["frozen", "restricted"]'
    draft += f"\n## IV. Thêm\n\n### IV.1\nDữ liệu đóng băng thì không ai dùng.\n```rule\n{still}\n```\n"
    errors = [str(one) for one in compiled(draft).diagnostics if one.severity == "error"]
    assert errors == []


def test_what_the_law_wants_said_and_is_not_is_listed() -> None:
    """Of the eight items, those that no sentence says; and what nobody can take from a text: who the shop is."""
    found = codes(TEXT)
    assert {"not-said-d", "not-said-e", "not-said-g", "not-said-h", "not-said-đ", "not-said-operator"} <= set(
        found
    )
    assert not {"not-said-a", "not-said-b", "not-said-c"} & set(found)
    assert {"front-shop", "front-address"} <= set(found)
    assert "- chưa nói: cách xem và chỉnh sửa" in made(TEXT).draft


def test_promises_without_numbers_are_told_with_their_lines() -> None:
    """As long as needed, as soon as possible, in time; and a secrecy that nobody can promise."""
    text = (
        "Cam kết\n\nThông tin được lưu trữ trong thời gian cần thiết.\nYêu cầu được trả lời sớm nhất có thể.\n"
        "Nếu máy chủ bị tấn công, tiệm báo kịp thời cho cơ quan điều tra.\nTiệm bảo mật tuyệt đối thông tin.\n"
    )
    remarks = [(one.code, one.line) for one in made(text).remarks if one.line]
    assert remarks == [("no-number", 3), ("no-number", 4), ("no-number", 5), ("absolute", 6)]
    blocks = {f"{one.kind}.{one.name}": one.values for one in read("d", made(text).draft, Findings()).blocks}
    assert [blocks[name].get("within", blocks[name].get("use")) for name in (
        "retain.orders", "promise.answer", "report.investigators")] == ["…"] * 3  # fmt: skip
    assert "not-said-c" in codes(text)


def test_two_times_for_one_promise_contradict_and_neither_is_taken() -> None:
    """24 hours at one line, 48 at another."""
    text = "Cam kết\n\nYêu cầu được trả lời trong vòng 24 giờ.\n\nTiệm giải quyết yêu cầu trong 48 giờ.\n"
    assert codes(text)["two-times-answer"] == 5
    words = next(one.words.en for one in made(text).remarks if one.code == "two-times-answer")
    assert words == "one promise, two times: 24h (line 3), 48h (line 5)"
    assert 'within = "…"' in made(text).draft
    assert '"24h"' not in made(text).draft


@pytest.mark.parametrize(
    ("denies", "does", "code"),
    [
        (
            "Tiệm không chia sẻ thông tin cho bên thứ ba.",
            "Tiệm chia sẻ thông tin cho đối tác quảng cáo.",
            "sharing",
        ),
        ("Thông tin không được bán cho ai.", "Chúng tôi cung cấp email cho công ty tiếp thị.", "sharing"),
        ("Tiệm không bao giờ gửi thư quảng cáo.", "Hằng tuần tiệm gửi email ưu đãi.", "mailing"),
        ("Tiệm không lưu trữ thông tin thẻ.", "Thông tin được lưu trữ vĩnh viễn.", "keeping"),
    ],
)
def test_a_sentence_that_does_what_another_denies_is_told_with_both_lines(
    denies: str, does: str, code: str
) -> None:
    """Whichever stands first."""
    assert codes(f"Cam kết\n\n{denies}\n\n{does}\n")[f"contradiction-{code}"] == 5
    assert codes(f"Cam kết\n\n{does}\n\n{denies}\n")[f"contradiction-{code}"] == 3


def test_an_exception_by_consent_or_to_a_carrier_is_no_contradiction() -> None:
    """No sharing without consent; sharing with it; and what a carrier needs."""
    text = (
        "Cam kết\n\nKhi chưa có sự đồng ý, thông tin không được đưa cho bên thứ ba để quảng cáo.\n"
        "Nếu quý khách đồng ý, tiệm chia sẻ email cho đối tác quảng cáo.\n"
        "Tiệm cung cấp địa chỉ cho đơn vị vận chuyển.\n"
    )
    assert not [code for code in codes(text) if code.startswith("contradiction")]


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("trong vòng 24 (hai mươi bốn) giờ", ["24h"]),
        ("trong 2 ngày làm việc", ["2wd"]),
        ("sau 2 tuần, 3 tháng hoặc 5 năm", ["14d", "3m", "5y"]),
        ("làm việc 24/7, tổng đài 24/24 giờ", []),
        ("từ 8 giờ đến 20 giờ", []),
        ("từ 8:00 đến 17:30, trả lời trong 12 giờ", ["12h"]),
        ("ngày 01/07/2026", []),
    ],
)
def test_spans_are_read_and_hours_of_the_day_are_none(said: str, found: list[str]) -> None:
    """As the policy's language writes them."""
    assert spans(said) == found


def test_hours_of_the_day_are_read() -> None:
    """Either spelling."""
    assert hours("từ 8 giờ đến 20 giờ") == ("08:00", "20:00")
    assert hours("trong 24 giờ") is None


@pytest.mark.parametrize(
    "text",
    ["", "   \n\n", "# Chỉ có tên\n", "%PDF-1.7\x00", "a\ud800b", "```rule\n[x]\n```\nCâu.", "Câu <!-- x"],
)
def test_what_is_no_plain_text_is_refused_with_its_reason(text: str) -> None:
    """Nothing, a heading alone, a PDF, broken bytes, a policy that is written already."""
    with pytest.raises(NotPlainText) as caught:
        made(text)
    assert caught.value.words.vi
    assert caught.value.words.en


@given(st.text(alphabet=st.sampled_from('aáâ #*-.:;\n\r\t1I.)V`[]"=…§đĐ“”—<>{}'), max_size=400))
def test_no_text_breaks_the_import_or_becomes_a_policy(text: str) -> None:
    """Whatever is typed: refused, or a draft in which every paragraph is a clause, and no policy."""
    try:
        imported = made(text)
    except NotPlainText:
        return
    findings = Findings()
    document = read("draft.md", imported.draft, findings)
    assert len(document.clauses) == imported.clauses
    assert compiled(imported.draft).policy is None


@pytest.mark.parametrize(
    "said",
    [
        "Tiệm nhận thông tin khi đặt hàng - đổi hàng - trả hàng.",
        "Quý khách gọi 19001234 hoặc xem mục 5. Tiệm trả lời trong 24 giờ.",
        "Thư gửi về b) số 1 Hàng Bạc.",
    ],
)
def test_what_looks_like_a_mark_in_the_middle_of_a_sentence_stays(said: str) -> None:
    """Only what a paragraph begins with is taken off."""
    assert said in made(f"CHÍNH SÁCH\n\nI. Phạm vi\n- {said}\n").draft


def test_a_heading_keeps_what_it_cites() -> None:
    """Its own number goes, another's stays."""
    assert (
        "## I. Quyền theo điều 4. luật"
        in made("CHÍNH SÁCH\n\n1. Quyền theo điều 4. luật\n\nTiệm giữ lời.\n").draft
    )


def test_what_has_no_end_is_refused_with_what_to_leave_out() -> None:
    """A whole site pasted: more headings than a policy has numbers for, or more paragraphs in one section."""
    with pytest.raises(NotPlainText, match="100 headings"):
        made("CHÍNH SÁCH\n\n" + "## Phần\n\nTiệm giữ lời.\n\n" * 4000)
    with pytest.raises(NotPlainText, match="line 2001"):
        made("CHÍNH SÁCH\n\n" + "Tiệm giữ lời.\n\n" * 4000)


@pytest.mark.parametrize("mark", ["- ```rule", "1) ~~~", "• ```"])
def test_a_fence_behind_a_mark_holds_no_rule(mark: str) -> None:
    """The mark is taken off, and what was left would be a rule that nobody confirmed."""
    rule = '[permit.x]\npurposes = ["promotion"]'
    with pytest.raises(NotPlainText, match="line 5"):
        made(f"Chính sách\n\nTiệm giữ lời.\n\n{mark}\n{rule}\n\n- ```\nTiệm không bán dữ liệu.\n")


@pytest.mark.parametrize("title", ["1.1", "IV.3 Cam kết", "I.1. Mục đích"])
def test_a_title_like_a_number_is_no_clause(title: str) -> None:
    """It stays a title, and the clauses are those that were counted."""
    imported = made(f"{title}\n\nTiệm giữ lời.\n")
    document = read("draft.md", imported.draft, Findings())
    assert list(document.clauses) == ["I.1"]
    assert title in imported.draft


def test_a_sentence_without_end_is_looked_at_in_its_beginning_and_said() -> None:
    """Nobody reads a page without a full stop; what stands in it stays."""
    endless = "Nhân viên " * 9000
    imported = made(f"CHÍNH SÁCH\n\nI. Phạm vi\n{endless}được tiếp cận.\n")
    assert "long-sentence" in {one.code for one in imported.remarks}
    assert "được tiếp cận." in imported.draft
