"""Where a change stands, and whom its clause speaks of."""

from __future__ import annotations

from giuloi.core.policy.diagnostics import Findings
from giuloi.core.policy.diff import diff
from giuloi.core.policy.reach import asked_anew, located, reach
from giuloi.core.policy.reader import Document, read
from giuloi.core.terms import ClauseRef, Standing
from tests.core.policy.corpus import shipped
from tests.core.policy.test_diff import edited


def documents(text: str) -> dict[str, Document]:
    """One document, read."""
    return {"policy.md": read("policy.md", text, Findings())}


def test_a_clause_speaks_of_its_purposes_and_of_who_they_may_be_used_for() -> None:
    """I.1 is about supply, of guests and members; a clause without rules is about everybody."""
    policy = edited()
    assert reach(policy, policy, ClauseRef("I.1")).purposes >= {"supply"}
    assert reach(policy, policy, ClauseRef("I.1")).standings == set(Standing)
    assert reach(policy, policy, ClauseRef("I.3")).standings == {Standing.MEMBER, Standing.GUEST} & {
        standing for name in ("promotion", "services") for standing in policy.purposes[name].basis
    }
    assert reach(policy, policy, ClauseRef("no such clause")).standings == set(Standing)


def test_only_purposes_whose_words_changed_are_asked_anew() -> None:
    """Another term for care leaves every consent as it was; a role more in a purpose does not."""
    assert asked_anew(edited(), edited()) == frozenset()
    assert asked_anew(edited(), edited(('use      = "180d"', 'use      = "200d"'))) == frozenset()
    more = edited(('roles    = ["fulfilment", "care"]', 'roles    = ["fulfilment"]'))
    assert asked_anew(edited(), more) == {"supply"}


def test_words_in_either_language_ask_anew() -> None:
    """Somebody who read the English sentence consented to that one."""
    english = edited(
        ("If you agree, we tell you about promotions", "We tell you about promotions"), file="shop.en.md"
    )
    assert asked_anew(edited(), english) == {"promotion", "services"}


def test_a_change_stands_where_its_clause_stands() -> None:
    """In the new document at its heading's line; what only the old one says, there."""
    text = shipped()["shop.vi.md"]
    shorter = edited(('use      = "180d"', 'use      = "150d"'))
    [one] = located(diff(edited(), shorter), documents(text), documents("\n\n" + text))
    line = text.splitlines().index("### IV.1") + 1
    assert (one.file, one.line, one.old) == ("policy.md", line + 2, False)
    without = documents(text.replace("### IV.1", "### Z.9"))
    [gone] = located(diff(edited(), shorter), documents(text), without)
    assert (gone.line, gone.old) == (line, True)


def test_a_change_outside_every_clause_has_no_line() -> None:
    """The front matter."""
    other = edited(("Số 8 phố Hàng Vừng", "Số 9 phố Hàng Vừng"))
    text = shipped()["shop.vi.md"]
    assert [one.line for one in located(diff(edited(), other), documents(text), documents(text))] == [0]
