"""I.3, I.4: who agreed to be kept in touch with gets no advertising under that consent."""

from __future__ import annotations

from dataclasses import replace

import pytest

from giuloi.core.bilingual import Words
from giuloi.promises.use.outreach import campaigns
from giuloi.promises.use.outreach.drafts import Draft, Kind, NotNow, check
from tests.promises.use.outreach.conftest import OFFER, SURVEY, Desk

pytestmark = pytest.mark.django_db(transaction=True)
TOUCH = replace(
    SURVEY, kind=Kind.MESSAGE, text=Words("Chúc quý khách một mùa Tết ấm áp.", "A warm new year.")
)
CRY = Words("FLASH SALE giảm 50% toàn bộ bánh, mua ngay hôm nay!", "")


@pytest.mark.parametrize(
    "draft",
    [
        replace(TOUCH, text=CRY),
        replace(TOUCH, subject=CRY),
        replace(TOUCH, text=Words(TOUCH.text.vi, "Enjoy 15% off this week.")),
        replace(SURVEY, text=Words(f"{{{{ten}}}} thấy bánh thế nào? {{{{y_kien}}}} {CRY.vi}", "")),
    ],
    ids=["text", "subject", "English", "survey"],
)
def test_a_message_that_is_no_promotion_offers_nothing(desk: Desk, draft: Draft) -> None:
    """Neither looked at nor written down; the way out is said: send it as a promotion."""
    with pytest.raises(NotNow) as no:
        check(draft)
    assert "as a promotion" in no.value.words.en
    with pytest.raises(NotNow):
        campaigns.make(draft, desk.staff, desk.now())


def test_good_wishes_a_survey_and_a_promotion_go_out(desk: Desk) -> None:
    """A promotion may say what it is: its people agreed to it, and it is labelled."""
    for draft in (TOUCH, SURVEY, OFFER, replace(OFFER, text=CRY)):
        check(draft)
