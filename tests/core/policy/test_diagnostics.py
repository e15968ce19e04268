"""Every mistake is told at its line, many at once, in both languages, with what to write instead."""

from __future__ import annotations

import pytest

from giuloi.core.policy.diagnostics import Severity
from giuloi.core.policy.phrases import PHRASES
from tests.core.policy.corpus import FOLDER, compiled, expected, shipped, text_of

GOOD = sorted((FOLDER / "good").glob("*.md"))
BAD = sorted((FOLDER / "bad").glob("*.md"))
TRANSLATED = sorted((FOLDER / "bad" / "translated").glob("*.md"))

# What a marked file cannot show: a mistake that swallows the marks, or that lies in no line of it.
SWALLOWING = {
    "too-long": ("x" * 400_001, 1),
    "not-unicode": ("---\nshop = 1\n---\n\n### A.1\nhỏng \ud800\n", 6),
    "front-open": ('---\nshop = "Tiệm"\n### A.1\nCâu.\n', 1),
    "fence-open": ("### A.1\nCâu.\n```rule\n[otherwise]\n", 3),
    "comment-open": ("### A.1\nCâu.\n<!-- quên đóng\n### A.2\n", 3),
    "no-law": ('---\nshop = "Tiệm"\n---\n### A.1\nCâu.\n', 1),
}


def errors(diagnostics, severity=Severity.ERROR) -> set[tuple[int, str]]:
    """Line and code of the diagnostics of one severity."""
    return {(d.line, d.code) for d in diagnostics if d.severity is severity}


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_every_mistake_is_told_at_its_line_and_no_other_is_made_up(path) -> None:
    """A wrong document yields exactly its mistakes, and no policy."""
    text = text_of(path)
    result = compiled(text)
    assert result.policy is None
    marks = {(line, code) for line, code in expected(text) if PHRASES[code].severity is Severity.ERROR}
    assert errors(result.diagnostics) == marks


def test_ten_kinds_of_mistakes_give_ten_diagnostics() -> None:
    """All at once, not the first only."""
    found = [
        d for d in compiled(text_of(FOLDER / "bad" / "ten.md")).diagnostics if d.severity is Severity.ERROR
    ]
    assert len(found) == 10
    assert len({d.code for d in found}) == 10


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_a_good_policy_compiles_and_is_warned_of_exactly_what_it_says(path) -> None:
    """A warning never stops a policy."""
    text = text_of(path)
    result = compiled(text)
    assert errors(result.diagnostics) == set()
    assert result.policy is not None
    assert errors(result.diagnostics, Severity.WARNING) == expected(text)


def test_a_translation_has_the_same_numbers_and_sentences_only() -> None:
    """Nothing missing, nothing more, no rules, one file a language."""
    sources = {path.name: path.read_text(encoding="utf-8") for path in TRANSLATED}
    result = compiled(sources)
    found = {(d.file, d.line, d.code) for d in result.diagnostics if d.severity is Severity.ERROR}
    assert found == {(name, *mark) for name, text in sources.items() for mark in expected(text)}


@pytest.mark.parametrize("code", SWALLOWING)
def test_a_mistake_that_swallows_the_rest_is_told_where_it_begins(code: str) -> None:
    """An open fence or comment is named at its opening line."""
    text, line = SWALLOWING[code]
    assert (line, code) in errors(compiled(text).diagnostics)


def test_a_main_document_that_is_not_there_is_an_error() -> None:
    """Naming a file that was not given, or giving none."""
    assert [d.code for d in compiled("# Trống", main="other.md").diagnostics] == ["no-main"]
    assert [d.code for d in compiled({}).diagnostics] == ["no-main"]


def test_every_diagnostic_has_an_example() -> None:
    """A sentence that no test provokes may be wrong."""
    files = [*GOOD, *BAD, *TRANSLATED]
    shown = {code for path in files for _, code in expected(path.read_text(encoding="utf-8"))}
    assert set(PHRASES) == shown | set(SWALLOWING) | {"no-main"}


def test_every_diagnostic_says_what_to_write_in_both_languages() -> None:
    """No sentence is left with a hole, and both languages differ."""
    for path in BAD:
        for found in compiled(text_of(path)).diagnostics:
            assert found.sentence("vi") != found.sentence("en")
            assert found.write("vi")
            assert found.write("en")
            assert str(found).startswith(f"{found.file}:{found.line}: ")


def test_an_unknown_word_is_met_with_the_nearest_known_one() -> None:
    """A slip of the pen is answered with the word that was meant."""
    (found,) = [
        d for d in compiled(text_of(FOLDER / "bad" / "ten.md")).diagnostics if d.code == "unknown-field"
    ]
    assert '"address"' in found.write("en")


def test_the_shipped_policy_compiles_with_one_doubt() -> None:
    """Only the accounting term, known from memory in part, waits for somebody to confirm it."""
    result = compiled(shipped())
    assert [d.code for d in result.diagnostics] == ["unconfirmed"]
    assert result.policy is not None
    assert set(result.policy.translations) == {"en"}


def test_a_confirmed_figure_is_no_longer_doubted() -> None:
    """A person who checked the article says so in the front matter."""
    sources = shipped()
    sources["shop.vi.md"] = sources["shop.vi.md"].replace(
        "---\n", '---\nconfirmed = ["retention.accounting_direct_vouchers"]\n', 1
    )
    assert compiled(sources).diagnostics == ()
