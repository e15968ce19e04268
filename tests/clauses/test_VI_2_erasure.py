"""VI.2: erasure is for good: keys are destroyed with the data, backups unreadable after 10 days, remains are told."""

from __future__ import annotations

from giuloi.core.policy.figures import fits
from giuloi.core.terms import Duration
from tests.clauses.wording import (
    NOT_KEPT_YET,
    block,
    clock,
    codes,
    kept,
    policy_of,
    requirement,
    text_with,
    the_policy,
    without,
)


def test_what_erasing_means_is_written_down() -> None:
    """Keys with the data, ten days for backups, and what is kept is told."""
    assert requirement("erasure").values == {
        "keys_destroyed": True,
        "backups_unreadable": "10d",
        "what_is_kept_is_told": True,
    }
    assert requirement("erasure").clause == "VI.2"


def test_backups_are_unreadable_before_the_law_wants_the_erasure_done() -> None:
    """Ten days lie within the twenty of Decree 356/2025 article 5.4."""
    law = the_policy().figures["rights.erase.do"].value
    assert isinstance(law, Duration)
    assert fits(Duration.parse(str(requirement("erasure").values["backups_unreadable"])), law)
    assert str(law) == "20d"


def test_erasing_and_restricting_have_the_clock_of_every_request() -> None:
    """24 hours (IV.3)."""
    assert {"erase", "restrict"} <= set(clock("answer").kinds)


def test_a_figure_changed_or_a_measure_taken_out_would_be_noticed() -> None:
    """What is compiled is what is written."""
    rule = block("require.erasure")
    other = policy_of(text_with((rule, rule.replace('"10d"', '"90d"'))))
    assert requirement("erasure", other).values["backups_unreadable"] == "90d"
    assert other.hash != the_policy().hash
    assert "require.erasure" not in kept("VI.2", policy_of(without("require.erasure")))


def test_how_to_ask_is_said_and_without_saying_it_the_compiler_warns() -> None:
    """Item g of Decree 248/2026 article 5.1."""
    assert the_policy().says["g"] == "VI.2"
    assert "not-said" in codes(text_with(('[says]\nitems = ["g"]\n', "")), "warning")


def test_erasing_is_not_kept_yet_and_shown_so() -> None:
    """Freezing stands (VI.4), destroying does not."""
    assert kept("VI.2") == {"require.erasure": NOT_KEPT_YET}
