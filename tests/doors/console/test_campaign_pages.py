"""Marketing makes a campaign, sees who may get it and why others may not, and starts it: numbers, never a list."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from giuloi.core.bilingual import Words
from giuloi.core.terms import Channel
from giuloi.doors.console import campaign_people
from giuloi.promises.use.outreach import calls, campaigns, opinions, rules, sends
from giuloi.promises.use.outreach.campaigns import State
from giuloi.promises.use.outreach.drafts import Draft, fingerprint
from giuloi.promises.use.outreach.sends import SendState
from tests.cast import AN
from tests.doors.console.conftest import Desk
from tests.promises.use.outreach.conftest import OFFER, SURVEY

TYPED = {
    "name": "Bánh cốm", "purpose": "promotion", "channel": "email", "kind": "message", "per_minute": "600",
    "subject_vi": "Bánh mới", "text_vi": "Chào {{ten}}, có bánh cốm mới.", "subject_en": "", "text_en": "",
}  # fmt: skip


@pytest.fixture
def lan(desk: Desk) -> tuple[int, Client]:
    """Lan of marketing, signed in."""
    staff = desk.staff("Lan", "marketing")
    return staff, desk.signed_in(staff)


def running(staff: int, draft: Draft) -> int:
    """A campaign that runs."""
    campaign = campaigns.make(draft, staff, datetime.now(UTC))
    campaigns.approve(campaign, staff, fingerprint(draft))
    campaigns.start(campaign, staff, datetime.now(UTC), 1)
    return campaign


def test_from_a_draft_to_running_by_forms(lan: tuple[int, Client], an: int) -> None:
    """Written, looked at, approved, started, paused, stopped: each by one button."""
    _, browser = lan
    made = browser.post("/console/campaigns/new", TYPED)
    assert made.status_code == 302
    [seen] = campaigns.every()
    at = f"/console/campaigns/{seen.id}"
    preview = browser.get(f"{at}/preview")
    text = preview.content.decode()
    assert made.url == f"{at}/preview"
    assert "[QC] Bánh mới" in text
    assert "Chào Nguyễn Thị An, có bánh cốm mới." in text
    assert preview.context["told"].clause == "IV.4"
    browser.post(f"{at}/preview", {"seen": "something else"})
    assert campaigns.find(seen.id).state is State.DRAFT
    for step, more, state in [
        ("preview", {"seen": preview.context["seen"]}, State.APPROVED), ("start", {}, State.RUNNING),
        ("pause", {}, State.PAUSED), ("resume", {}, State.RUNNING), ("stop", {}, State.STOPPED),
    ]:  # fmt: skip
        browser.post(f"{at}/{step}", more)
        assert campaigns.find(seen.id).state is state


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("text_vi", "Chào {{password}}", "Dòng 1, cột 6"),
        ("text_vi", "<script>alert(1)</script>", "không HTML"),
        ("text_vi", "Xem https://bit.ly/abc", "chuyển hướng"),
        ("text_vi", "Xem https://tiem.example.vn/?utm_source=thu", "mã theo dõi"),
        ("subject_vi", "Bánh\r\nBcc: ai@example.vn", "một dòng"),
        ("channel", "messenger", "không cho phép kênh này"),
        ("per_minute", "0", "Một số từ 1"),
    ],
)
def test_what_cannot_be_sent_is_said_beside_its_field_and_nothing_is_kept(
    lan: tuple[int, Client], field: str, text: str, said: str
) -> None:
    """With line and column; what was typed stays."""
    answer = lan[1].post("/console/campaigns/new", {**TYPED, field: text})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "Bánh cốm" in answer.content.decode()
    assert campaigns.every() == []


def test_only_marketing_comes_in(desk: Desk) -> None:
    """Care and fulfilment have no campaigns."""
    care = desk.signed_in(desk.staff("Hà", "care"))
    assert care.get("/console/campaigns").status_code == 403


def test_no_page_of_a_campaign_names_anybody(lan: tuple[int, Client], an: int) -> None:
    """Neither name nor address of a customer, before or after sending."""
    staff, browser = lan
    campaign = running(staff, OFFER)
    with sends.alone():
        claims = sends.claim(campaign, Channel.EMAIL, [an], datetime.now(UTC))
        sends.ended(SendState.SENT, [(one, "x") for one in claims], datetime.now(UTC))
    for page in ("", f"/{campaign}", f"/{campaign}/start", f"/{campaign}/stop"):
        text = browser.get(f"/console/campaigns{page}").content.decode()
        assert AN.email not in text
        assert AN.phone not in text
        assert str(an) not in text


def test_calls_are_made_one_at_a_time_and_noted(
    desk: Desk, lan: tuple[int, Client], an: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The number stands in one answer; a wish not to be called takes the consent back."""
    monkeypatch.setattr(rules.Rule, "is_open", lambda *_: True)
    desk.shop.give(an, ("promotion", Channel.PHONE))
    staff, browser = lan
    campaign = running(staff, Draft("Gọi", "promotion", Channel.PHONE, Words("x", ""), Words("x", "")))
    at = f"/console/campaigns/{campaign}"
    assert AN.phone not in browser.get(f"{at}/call").content.decode()
    shown: Any = browser.post(f"{at}/call")
    assert AN.phone in shown.content.decode()
    waiting: Any = browser.get(f"{at}/call")
    assert waiting.context["key"] == shown.context["key"]
    assert AN.phone not in waiting.content.decode()
    browser.post(f"{at}/called", {"key": shown.context["key"], "outcome": "no_more"})
    assert sends.counts(campaign) == {(SendState.SENT, "no_more"): 1}
    assert browser.post(f"{at}/call").context["nobody"]
    assert not calls.note(campaign, shown.context["key"], calls.Outcome.REACHED, datetime.now(UTC))


def test_opinions_are_read_one_by_one_through_the_gate_while_the_survey_runs(
    desk: Desk, lan: tuple[int, Client], an: int
) -> None:
    """In the campaign's case; once it is stopped nobody reads them."""
    desk.shop.give(an, ("engagement", Channel.EMAIL))
    staff, browser = lan
    campaign = running(staff, SURVEY)
    [link] = opinions.links(campaign, [an], datetime.now(UTC))
    asking = opinions.behind(link.rpartition("/")[2])
    assert asking is not None
    assert opinions.answer(asking, 4, "Bánh ngon", datetime.now(UTC))
    at = f"/console/campaigns/{campaign}/opinions"
    assert "Bánh ngon" not in browser.get(at).content.decode()
    assert "Bánh ngon" in browser.post(at).content.decode()
    campaigns.stop(campaign, datetime.now(UTC))
    refused = browser.post(at)
    assert refused.status_code == 403
    assert "Bánh ngon" not in refused.content.decode()


def test_reading_one_opinion_opens_no_other_of_the_same_person(
    desk: Desk, lan: tuple[int, Client], an: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What they said to another survey stays sealed."""
    desk.shop.give(an, ("engagement", Channel.EMAIL))
    staff, browser = lan
    asked = []
    for text in ("Bánh ngon", "Giao chậm"):
        campaign = running(staff, SURVEY)
        [link] = opinions.links(campaign, [an], datetime.now(UTC))
        asking = opinions.behind(link.rpartition("/")[2])
        assert asking is not None
        assert opinions.answer(asking, 4, text, datetime.now(UTC))
        asked.append(asking)
    opened: list[Any] = []
    really = campaign_people.reveal

    def noted(*said: Any) -> Any:
        opened.append(really(*said))
        return opened[-1]

    monkeypatch.setattr(campaign_people, "reveal", noted)
    page = browser.post(f"/console/campaigns/{asked[0].campaign}/opinions").content.decode()
    assert "Bánh ngon" in page
    assert "Giao chậm" not in page
    assert set(opened[0].records) == {asked[0].record}
