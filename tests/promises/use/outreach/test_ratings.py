"""I.4: what is counted of opinions is counted without anybody, also where few answered."""

from __future__ import annotations

import pytest

from giuloi.promises.use.outreach import opinions
from giuloi.promises.use.outreach.opinions import OpinionCount
from tests.promises.use.outreach.conftest import SURVEY, Desk

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_rating_that_few_gave_is_shown_without_its_number(desk: Desk) -> None:
    """Four are hidden, five are not."""
    campaign = desk.started(SURVEY)
    for rating, count in ((1, 1), (3, 4), (5, 5)):
        OpinionCount.objects.create(campaign_id=campaign, rating=rating, count=count)
    assert opinions.ratings(campaign) == {1: None, 3: None, 5: 5}
