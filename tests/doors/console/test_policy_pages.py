"""The next version is written, checked and compared at the console, and nothing is in force by a slip."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from giuloi.doors.console.drafts import draft
from giuloi.records.published import current, documents
from tests.records.conftest import Shop

DRAFT, FORM = "/console/policy/draft", "/console/policy/forms/retain/care"
SENTENCES = {"sentence0": "", "sentence1": ""}


def texts(shop: Shop) -> dict[str, str]:
    """The form of the draft as it is first shown."""
    found = documents(shop.policy_id)
    return {"text0": found["shop.vi.md"], "text1": found["shop.en.md"], "state": "0"}


def body(answer: object) -> str:
    return answer.content.decode()


def form_of(client: Client, path: str) -> dict[str, object]:
    """What a form by rule would send if nothing were changed."""
    page = body(client.get(path))
    state = re.search(r'name="state" value="(\d+)"', page)
    assert state is not None
    said = re.findall(r'name="(sentence\d)"[^>]*>\n(.*?)</textarea>', page, re.DOTALL)
    inputs = dict(re.findall(r'name="(use|store|within|opens|closes|per_day)" value="([^"]*)"', page))
    return {"state": state[1], "action": "check", **dict(said), **inputs}


def test_a_draft_is_kept_with_its_mistakes_and_changes_nothing(owner: Client, shop: Shop) -> None:
    """Every mistake is told at its file and line; what was typed is there at the next visit."""
    form = texts(shop)
    form["text0"] = form["text0"].replace('roles    = ["fulfilment", "care"]', 'roles    = ["nobody"]')
    assert owner.post(DRAFT, form).status_code == 302
    shown = body(owner.get(DRAFT))
    assert re.search(r"shop\.vi\.md:\d+", shown)
    assert "[&quot;nobody&quot;]" in shown
    assert current().id == shop.policy_id
    assert owner.get("/console/policy/publish").status_code == 302


@pytest.mark.parametrize(
    "upload",
    [b"%PDF-1.7\x00\xff\xfe", b"PK\x03\x04\x00", b"\xff\xd8\xff\xe0", b"Xin chao", b"\x00" * 99, b""],
)
def test_an_upload_that_is_not_what_it_says_is_told_and_not_kept(
    owner: Client, shop: Shop, upload: bytes
) -> None:
    """A PDF, a Word file, a picture, a letter, an empty file: a kind sentence, and no draft."""
    form = texts(shop) | {"file0": SimpleUploadedFile("shop.vi.md", upload)}
    answer = owner.post(DRAFT, form)
    if upload:
        assert answer.status_code == 400
        assert 'id="text0-problem"' in body(answer)
        assert draft() is None
    else:
        assert answer.status_code in (302, 400)


def test_two_who_edit_at_once_do_not_overwrite_each_other(owner: Client, shop: Shop) -> None:
    """The second is told, and what they typed is still on their page."""
    assert owner.post(DRAFT, texts(shop)).status_code == 302
    late = texts(shop) | {"text1": texts(shop)["text1"].replace("Good cake", "Fine cake")}
    answer = owner.post(DRAFT, late)
    assert answer.status_code == 409
    assert "Fine cake" in body(answer)
    kept = draft()
    assert kept is not None
    assert "Fine cake" not in kept.sources["shop.en.md"]


def test_a_draft_number_that_no_draft_has_is_told_and_keeps_nothing(owner: Client) -> None:
    """However long it is: the form comes back as for a draft that somebody else changed."""
    form = form_of(owner, FORM) | {"use": "120d", "action": "keep", "state": "9" * 5000}
    assert owner.post(FORM, form).status_code == 400
    assert draft() is None


def test_a_form_edits_one_block_shows_the_change_and_keeps_it_at_the_second_click(owner: Client) -> None:
    """Check says what would change; keep writes it into the file; every other byte stays."""
    form = form_of(owner, FORM) | {"use": "120d"}
    checked = owner.post(FORM, form)
    assert "180 days → 120 days" in body(checked)
    assert draft() is None
    assert owner.post(FORM, form | {"action": "keep"}).status_code == 302
    kept, before = draft(), documents(current().id)
    assert kept is not None
    want = before["shop.vi.md"].replace('use      = "180d"', 'use      = "120d"', 1)
    assert kept.sources["shop.vi.md"] == want
    assert kept.sources["shop.en.md"] == before["shop.en.md"]


def test_a_sentence_is_edited_beside_its_rule_in_both_languages(owner: Client) -> None:
    """The rule and what customers read change in one form."""
    form = form_of(owner, FORM)
    form |= {name: str(form[name]).replace("180", "120") for name in SENTENCES} | {
        "use": "120d",
        "action": "keep",
    }
    assert owner.post(FORM, form).status_code == 302
    kept = draft()
    assert kept is not None
    assert all("120" in text for text in kept.sources.values())


def test_a_promise_looser_than_the_law_is_not_kept(owner: Client) -> None:
    """The compiler says it at the file's line, with the article; no draft comes of it."""
    path = "/console/policy/forms/promise/authority"
    answer = owner.post(path, form_of(owner, path) | {"within": "48h", "action": "keep"})
    assert answer.status_code == 400
    assert re.search(r"shop\.vi\.md:\d+", body(answer))
    assert draft() is None


@pytest.mark.parametrize("typed", ["", "ba tháng", '90d"\n[otherwise]', "0d", "1e9d"])
def test_a_term_that_is_none_is_told_beside_its_field(owner: Client, typed: str) -> None:
    """And what was typed stays."""
    answer = owner.post(FORM, form_of(owner, FORM) | {"use": typed, "action": "keep"})
    assert answer.status_code == 400
    assert 'id="use-problem"' in body(answer)
    assert draft() is None


def test_publishing_wants_the_number_typed_and_the_draft_that_was_read(owner: Client, shop: Shop) -> None:
    """A wrong number, or a draft that changed meanwhile, publishes nothing; then it is in force once."""
    owner.post(FORM, form_of(owner, FORM) | {"use": "120d", "action": "keep"})
    path, number = "/console/policy/publish", str(shop.policy_id + 1)
    assert owner.post(path, {"state": "1", "number": "7"}).status_code == 400
    assert owner.post(path, {"state": "0", "number": number}).status_code == 400
    assert current().id == shop.policy_id
    assert owner.post(path, {"state": "1", "number": number}).status_code == 302
    assert str(next(one for one in current().policy.retentions if one.name == "care").use) == "120d"
    assert draft() is None
    assert owner.post(path, {"state": "1", "number": number}).status_code == 302
    assert body(owner.get("/console/policy")).count("<li>Version") == 2


def test_the_comparison_says_what_is_newly_allowed_and_whose_data_there_is(
    owner: Client, shop: Shop, an: int, binh: int
) -> None:
    """By clause, with the number of members and of guests."""
    form = texts(shop)
    form["text0"] = form["text0"].replace(
        'roles    = ["fulfilment", "care"]', 'roles    = ["fulfilment", "care", "marketing"]'
    )
    owner.post(DRAFT, form)
    shown = body(owner.get("/console/policy/diff"))
    assert "also open to marketing" in shown
    assert "1 members" in shown
    assert "1 guests" in shown


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("purpose=supply&role=fulfilment&standing=guest&case=order&fields=delivery_name", "Allowed by clause I.1"),
        ("purpose=promotion&role=marketing&channel=sms&case=campaign", "No: clause IV.4"),
        ("purpose=supply&role=care&states=frozen&standing=guest", "No: clause VI.4"),
        ("purpose=supply&role=%00&channel=pigeon&case=x&consent=y&fields=z&standing=w&recipient=q", "No: clause"),
    ],
)  # fmt: skip
def test_the_policy_answers_with_its_clause(colleague: Client, asked: str, said: str) -> None:
    """As `giuloi policy explain` does; a word that is none is as if it were not said."""
    shown = body(colleague.get(f"/console/policy/explain?{asked}"))
    assert said in shown


def test_before_publishing_every_change_says_where_it_stands_and_how_many_it_touches(
    owner: Client, shop: Shop, an: int
) -> None:
    """On the page that asks for the number too: file and line, members, consents in the old words; no name."""
    form = texts(shop)
    form["text0"] = form["text0"].replace('roles    = ["fulfilment", "care"]', 'roles    = ["fulfilment"]')
    assert owner.post(DRAFT, form).status_code == 302
    line = form["text0"].splitlines().index("### I.1") + 1
    for path in ("/console/policy/diff", "/console/policy/publish"):
        shown = body(owner.get(path))
        assert f"shop.vi.md:{line}" in shown
        assert "1 members" in shown
        assert "1 people consented to" in shown
