"""Decisions in words: every reason, both languages, the clause named, and what would help."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from giuloi.core.gate import words
from giuloi.core.gate.decide import decide
from giuloi.core.gate.explain import needs, sentence, wording
from giuloi.core.gate.request import Need, Reason
from giuloi.core.terms import CaseKind, Channel, ClauseRef, LegalBasis, NotATerm, Outcome, Relation
from tests.core.gate.shop import AN, BINH, MAILING, POLICY, SHARING
from tests.core.gate.test_decide import CASES

LANGUAGES = ("vi", "en")


@pytest.mark.parametrize(("case", "language"), list(product(CASES, LANGUAGES)))
def test_each_decision_has_a_sentence_that_names_its_clause(case: str, language: str) -> None:
    """Yes or no first, the clause by its number, whole sentences, and nothing left to fill in."""
    request, facts, _, _ = CASES[case]
    decision = decide(POLICY, request, facts)
    said = sentence(decision, request, POLICY, language)
    yes, no, clause = {"vi": ("Được phép", "Không được", "mục"), "en": ("Allowed", "No:", "clause")}[language]
    assert said.startswith(yes if decision.allowed else no)
    assert f"{clause} {decision.clause}" in said
    assert said.endswith(".")
    assert not set("{}|") & set(said)
    assert "  " not in said
    assert all(need in said for need in needs(decision, POLICY, language))


def test_every_reason_is_explained_in_a_sentence_of_its_own() -> None:
    """No two reasons are told in the same words, in either language."""
    for language in LANGUAGES:
        decided = [(decide(POLICY, request, facts), request) for request, facts, _, _ in CASES.values()]
        told = {
            decision.reason: sentence(decision, request, POLICY, language) for decision, request in decided
        }
        aside, asked = next(one for one in decided if not one[0].allowed)
        told[Reason.SET_ASIDE] = sentence(replace(aside, reason=Reason.SET_ASIDE), asked, POLICY, language)
        away = replace(aside, reason=Reason.NO_AGREEMENT)
        told[Reason.NO_AGREEMENT] = sentence(away, asked, POLICY, language)
        assert set(told) == set(Reason)
        assert len(set(told.values())) == len(Reason)


def test_every_word_of_the_vocabulary_has_both_languages() -> None:
    """Channels, relations, cases and grounds: none is missing, none is empty."""
    for table, terms in (
        (words.CHANNELS, Channel),
        (words.RELATIONS, Relation),
        (words.CASES, CaseKind),
        (words.BASES, LegalBasis),
    ):
        assert set(table) == set(terms)
        assert all(vi and en for vi, en in table.values())
    assert set(POLICY.purposes) <= set(words.PURPOSES)


@pytest.mark.parametrize(
    ("need", "vi", "en"),
    [
        (Need("consent", "promotion/sms"), "với khuyến mãi qua tin nhắn", "to promotions by text message"),
        (Need("consent", "advertising/email/a/b"), "riêng cho “a/b”", "for “a/b” by name"),
        (Need("case", "order"), "một đơn hàng đang mở", "an open order"),
        (Need("role", "care|legal"), "nhóm care hoặc nhóm legal", "the care team or the legal team"),
        (Need("hold", "notice"), "giao mục đích thông báo bắt buộc", "holds the purpose of service notices"),
    ],
)  # fmt: skip
def test_each_kind_of_need_is_a_phrase(need: Need, vi: str, en: str) -> None:
    """What would help is said as what to get, not as a code."""
    decision = type(decide(POLICY, MAILING, AN))(
        Outcome.DENIED, ClauseRef("I.3"), Reason.NO_CASE, POLICY.hash, needed=(need,)
    )
    assert vi in needs(decision, POLICY, "vi")[0]
    assert en in needs(decision, POLICY, "en")[0]


def test_a_refusal_that_nothing_lifts_says_so() -> None:
    """An advertiser without a name cannot be agreed to, and the sentence does not pretend otherwise."""
    request = type(SHARING)("advertising", 4, "partner", channel=Channel.EMAIL, relation=Relation.UNRELATED)
    decision = decide(POLICY, request, AN)
    assert decision.needed == ()
    assert "no consent to ask for" in sentence(decision, request, POLICY, "en")


def test_a_clause_is_quoted_in_the_language_asked_for() -> None:
    """The translation where there is one, the policy's own sentence where there is none."""
    clause = decide(POLICY, MAILING, BINH).clause
    assert wording(clause, POLICY, "en") == f"Clause {clause}."
    assert wording(clause, POLICY, "vi") == f"Điều {clause}."


def test_a_language_the_gate_does_not_speak_is_refused() -> None:
    """The error names the languages there are."""
    with pytest.raises(NotATerm, match="'fr' is not a language of the explanations: write vi or en"):
        sentence(decide(POLICY, MAILING, AN), MAILING, POLICY, "fr")  # type: ignore[arg-type]
