"""A form changes one block or one sentence of the policy's text, and leaves every other byte alone."""

from __future__ import annotations

import difflib

import pytest

from giuloi.core.policy.diagnostics import Findings
from giuloi.core.policy.edit import NotEditable, sentence_of, with_sentence, with_values
from giuloi.core.policy.reader import read
from tests.core.policy.corpus import compiled, shipped

TEXT = shipped()["shop.vi.md"]


def changed(before: str, after: str) -> list[str]:
    """The lines that went and came."""
    lines = difflib.ndiff(*([f"{line}\n" for line in text.split("\n")] for text in (before, after)))
    return [line for line in lines if line[0] in "+-"]


@pytest.mark.parametrize(
    ("kind", "name", "values", "lines"),
    [
        ("retain", "care", {"use": "120d"}, ['- use      = "180d"\n', '+ use      = "120d"\n']),
        ("contact", "phone", {"hours": ["09:00", "17:00"]}, ['- hours   = ["08:00", "17:00"]\n',
                                                             '+ hours   = ["09:00", "17:00"]\n']),
        ("contact", "phone", {"per_day": None}, ["- per_day = 1\n"]),
        ("contact", "phone", {"per_day": 1, "hours": ["08:00", "17:00"]}, []),
        ("purpose", "supply", {"topic": False}, ["+ topic    = false\n"]),
        ("retain", "orders", {"store_from": "end_of_fiscal_year"}, ['+ store_from = "end_of_fiscal_year"\n']),
        ("require", "fail_closed", {"strict": True}, ["+ strict = true\n"]),
        ("register", "", {"least_age": 18}, ["- least_age    = 16\n", "+ least_age    = 18\n"]),
    ],
)  # fmt: skip
def test_only_the_asked_lines_change(kind: str, name: str, values: dict, lines: list[str]) -> None:
    """Each value stands where the old one stood, in the block's own alignment."""
    assert changed(TEXT, with_values(TEXT, kind, name, values)) == lines


def test_a_list_over_several_lines_is_replaced_whole() -> None:
    """The promise of clause IV.3 lists its kinds on two lines."""
    after = with_values(TEXT, "promise", "answer", {"kinds": ["order", "erase"], "within": "12h"})
    gone = [line[2:] for line in changed(TEXT, after) if line[0] == "-"]
    come = [line[2:] for line in changed(TEXT, after) if line[0] == "+"]
    assert [line.split("=")[0].strip() for line in gone if "=" in line] == ["kinds", "within"]
    assert len(gone) == 3
    assert come == ['kinds  = ["order", "erase"]\n', 'within = "12h"\n']


def test_line_ends_and_accents_stay_as_they_were_typed() -> None:
    """A file from Windows, with accents typed as two characters, keeps both, but for the one value."""
    import unicodedata

    text = unicodedata.normalize("NFD", TEXT).replace("\n", "\r\n")
    after = with_values(text, "retain", "care", {"use": "120d"})
    assert after == text.replace('use      = "180d"', 'use      = "120d"')


def test_a_comment_behind_a_value_stays() -> None:
    """What the writer noted there is theirs."""
    text = TEXT.replace('use      = "180d"', 'use      = "180d"   # sáu tháng')
    assert '"120d"   # sáu tháng\n' in with_values(text, "retain", "care", {"use": "120d"})


def test_a_list_that_holds_comments_is_left_to_its_writer() -> None:
    """They would be lost: the form says so and changes nothing."""
    text = TEXT.replace(
        'fields   = ["social", "care_note", "attachment"]', 'fields = [\n"social", # Zalo\n"care_note"]'
    )
    with pytest.raises(NotEditable):
        with_values(text, "retain", "care", {"fields": ["care_note"]})


@pytest.mark.parametrize("name", ["nobody", "supply.more", ""])
def test_a_block_that_is_not_there_cannot_be_edited(name: str) -> None:
    """Nor one that stands there twice."""
    with pytest.raises(NotEditable):
        with_values(TEXT, "purpose", name, {"topic": True})


def test_a_sentence_is_replaced_in_either_language() -> None:
    """The words under the heading, up to the rule; the rule stays."""
    for file, text in shipped().items():
        after = with_sentence(text, "I.2", "Một câu.\nHai câu.")
        assert sentence_of(after, "I.2") == "Một câu.\nHai câu."
        left = [line[2:] for line in changed(text, after) if line[0] == "-"]
        assert "".join(left).strip() == sentence_of(text, "I.2"), file


def test_every_sentence_can_be_put_back() -> None:
    """Edited and edited back, each clause of both languages is the text that was there, to the byte."""
    for text in shipped().values():
        for clause in read("", text, Findings()).clauses:
            there = with_sentence(text, clause, "Lời khác.")
            assert with_sentence(there, clause, sentence_of(text, clause)) == text


@pytest.mark.parametrize(
    "said",
    ["", "  ", "# Tiêu đề", "Câu.\n```rule\n[otherwise]\n```", "Câu <!-- ẩn", "Câu.\n### I.9\nKhác", "a\0b"],
)
def test_words_that_would_change_what_is_around_them_are_refused(said: str) -> None:
    """A sentence typed into a form can never become a rule or a clause."""
    with pytest.raises(NotEditable):
        with_sentence(TEXT, "I.2", said)


@pytest.mark.parametrize("value", ['90d"\n[otherwise]', "90d\\", '"""', "'", "90d # x", "\u2028"])
def test_a_value_can_never_become_a_rule(value: str) -> None:
    """Whatever is typed is one string, which the compiler then refuses."""
    after = with_values(TEXT, "retain", "care", {"use": value})
    documents = {**shipped(), "shop.vi.md": after}
    assert compiled(documents).policy is None
    assert len(changed(TEXT, after)) == 2


def test_a_promise_can_only_tighten_the_law() -> None:
    """A looser one is edited, and refused by the compiler at its line, with the article."""
    after = with_values(TEXT, "promise", "authority", {"within": "48h"})
    found = compiled({**shipped(), "shop.vi.md": after})
    assert found.policy is None
    (error,) = [one for one in found.diagnostics if one.severity == "error"]
    assert error.code == "looser"
    assert after.split("\n")[error.line - 1] == 'within = "48h"'
