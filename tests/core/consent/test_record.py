"""Consent: silence is none, a no is always possible, and the last word holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giuloi.core.consent.record import AFTER, ConsentRecord, Method, NotPossible, current, step
from giuloi.core.terms import Channel, ConsentState, PolicyHash

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
AN = ConsentRecord(
    id=7,
    subject=11,
    purpose="promotion",
    channel=Channel.EMAIL,
    recipient="",
    state=ConsentState.GIVEN,
    wording="Tôi đồng ý nhận thông tin khuyến mãi qua email.",
    language="vi",
    method=Method.WEB,
    at=NOW,
    policy=PolicyHash("ab" * 32),
)

states = st.sampled_from(ConsentState)
starts = st.none() | states


def test_silence_is_no_consent() -> None:
    """Nobody asked, nobody answered: there is no state at all, and certainly not given."""
    assert current([], NOW) is None


@given(starts)
def test_a_no_is_possible_from_every_state(before: ConsentState | None) -> None:
    """Whatever was said before, a person can refuse or take back."""
    assert step(before, ConsentState.REFUSED) in {ConsentState.REFUSED, ConsentState.WITHDRAWN}
    assert step(before, ConsentState.WITHDRAWN) is ConsentState.WITHDRAWN


def test_refusing_what_was_given_takes_it_back() -> None:
    """Chi had consented; her no is a withdrawal, and recorded as one."""
    assert step(ConsentState.GIVEN, ConsentState.REFUSED) is ConsentState.WITHDRAWN


@pytest.mark.parametrize("said", [ConsentState.REFUSED, ConsentState.WITHDRAWN])
def test_who_said_no_is_never_asked_again(said: ConsentState) -> None:
    """Not asked again, but free to say yes unasked."""
    with pytest.raises(NotPossible, match="cannot become requested"):
        step(said, ConsentState.REQUESTED)
    assert step(said, ConsentState.GIVEN) is ConsentState.GIVEN


@given(starts, states)
def test_every_step_is_taken_or_refused_with_what_is_possible(
    before: ConsentState | None, to: ConsentState
) -> None:
    """The table decides, and the refusal names what would be possible."""
    if to in AFTER[before] or (before is ConsentState.GIVEN and to is ConsentState.REFUSED):
        assert step(before, to) in AFTER[before]
    else:
        with pytest.raises(NotPossible) as refused:
            step(before, to)
        assert all(state.value in str(refused.value) for state in AFTER[before])


def test_only_an_open_question_or_a_given_consent_expires() -> None:
    """A no never runs out."""
    assert {before for before, after in AFTER.items() if ConsentState.EXPIRED in after} == {
        ConsentState.REQUESTED,
        ConsentState.GIVEN,
    }


@given(st.lists(st.tuples(states, st.integers(-100, 100)), max_size=6))
def test_withdrawal_is_effective_immediately(earlier: list[tuple[ConsentState, int]]) -> None:
    """A withdrawal written last holds, whatever the clocks of the earlier records say."""
    history = [replace(AN, state=state, at=NOW + timedelta(minutes=shift)) for state, shift in earlier]
    assert current([*history, replace(AN, state=ConsentState.WITHDRAWN)], NOW) is ConsentState.WITHDRAWN


@pytest.mark.parametrize(
    ("state", "seconds", "now"),
    [
        (ConsentState.GIVEN, 1, ConsentState.GIVEN),
        (ConsentState.GIVEN, 0, ConsentState.EXPIRED),
        (ConsentState.GIVEN, -1, ConsentState.EXPIRED),
        (ConsentState.REQUESTED, -1, ConsentState.EXPIRED),
        (ConsentState.REFUSED, -1, ConsentState.REFUSED),
        (ConsentState.WITHDRAWN, -1, ConsentState.WITHDRAWN),
    ],
)
def test_consent_ends_at_the_moment_it_was_given_until(
    state: ConsentState, seconds: int, now: ConsentState
) -> None:
    """At the very second it ends it is over, without anybody having to write that down."""
    record = replace(AN, state=state, valid_until=NOW + timedelta(seconds=seconds))
    assert current([record], NOW) is now


@pytest.mark.parametrize(
    "other",
    [{"subject": 12}, {"purpose": "advertising"}, {"channel": Channel.SMS}, {"recipient": "partner-x"}],
)
def test_consent_to_one_thing_is_none_to_another(other: dict[str, Any]) -> None:
    """Records of two persons, purposes, channels or recipients never mix."""
    with pytest.raises(ValueError, match="more than one consent"):
        current([AN, replace(AN, **other)], NOW)


@pytest.mark.parametrize(
    "broken",
    [{"at": NOW.replace(tzinfo=None)}, {"wording": " "}, {"valid_until": NOW.replace(tzinfo=None)}],
    ids=["time without zone", "no wording", "end without zone"],
)
def test_a_record_without_its_time_or_its_words_is_none(broken: dict[str, Any]) -> None:
    """What could not be shown later is not written now."""
    with pytest.raises(ValueError, match="consent record"):
        replace(AN, **broken)
