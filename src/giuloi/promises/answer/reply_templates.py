"""Texts that the desk answers with again and again: written once, in both languages, about nobody.

What differs from one request to the next stands in braces, and only words of this file may: each is a fact of the
request or the shop, none is a person's. Nothing in a template is ever carried out; braces are put in their place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from django.db import models

from giuloi.core.bilingual import Words
from giuloi.core.terms import GiuloiError
from giuloi.records.database import answering, durable
from giuloi.records.ids import new_id
from giuloi.records.request_kinds import KINDS

LONGEST, LONGEST_TITLE = 4000, 80
VARIABLES: Mapping[str, Words] = MappingProxyType(
    {
        "shop": Words("tên tiệm", "the shop's name"),
        "request": Words("loại yêu cầu", "the kind of request"),
        "order": Words("số đơn hàng", "the order number"),
        "deadline": Words("hạn theo cam kết", "by when it is promised"),
        "clause": Words("mục của chính sách", "the clause of the policy"),
        "contact": Words("địa chỉ liên hệ của tiệm", "the shop's address for answers"),
    }
)
_BRACED = re.compile(r"\{([^{}]*)\}")


class ReplyTemplate(models.Model):
    """One template. `kinds` is a blank-separated list ("" fits every request); `state` counts each saving."""

    id = models.BigIntegerField(primary_key=True)
    title_vi = models.TextField()
    title_en = models.TextField()
    text_vi = models.TextField()
    text_en = models.TextField()
    kinds = models.TextField(default="")
    state = models.IntegerField(default=1)
    changed_at = models.DateTimeField()
    changed_by = models.TextField()

    class Meta:
        db_table = "answer_replytemplate"


class ChangedMeanwhile(GiuloiError):
    """Somebody else saved the template after it was shown."""

    words = Words(
        "Trong lúc đó có người khác đã sửa mẫu này. Chữ bạn gõ còn nguyên dưới đây.",
        "Somebody else changed this template meanwhile. What you typed is still below.",
    )


@dataclass(frozen=True, slots=True)
class Reply:
    """A template as it stands; `id` and `state` are 0 for one that was never kept."""

    title: Words
    text: Words
    kinds: tuple[str, ...] = ()
    id: int = 0
    state: int = 0
    changed_at: datetime | None = None
    changed_by: str = ""


def problems_of(text: str) -> list[Words]:
    """What keeps a text from being a template: a word in braces that is none of ours, or a brace that stands alone."""
    unknown = sorted({name for name in _BRACED.findall(text) if name not in VARIABLES})
    found = [
        Words(
            f"Không có biến {{{name}}}. Các biến: {_listed()}.",
            f"There is no variable {{{name}}}. The variables are {_listed()}.",
        )
        for name in unknown
    ]
    if re.search(r"[{}]", _BRACED.sub("", text)):
        found.append(
            Words(
                "Có dấu { hoặc } đứng một mình: chỉ dùng để bao một biến.",
                "A { or } stands alone: they only go around a variable.",
            )
        )
    return found


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with each variable in its place; one without a value leaves its name, so that a clerk sees the hole."""
    return _BRACED.sub(lambda found: values.get(found[1]) or found[0], text)


@answering()
def templates() -> list[Reply]:
    """All of them, by title."""
    return [_template(row) for row in ReplyTemplate.objects.order_by("title_vi", "id")]


def templates_for(kind: str) -> list[Reply]:
    """Those that fit this kind of request."""
    return [one for one in templates() if not one.kinds or kind in one.kinds]


@answering()
def template(id: int) -> Reply | None:
    """One template; None when there is none."""
    return next(map(_template, ReplyTemplate.objects.filter(id=id)), None)


def keep(said: Reply, at: datetime, by: str) -> int:
    """Keep a new template, or this one in the place of the state it was shown in. Raises ChangedMeanwhile."""
    values = {
        "title_vi": said.title.vi,
        "title_en": said.title.en,
        "text_vi": said.text.vi,
        "text_en": said.text.en,
        "kinds": " ".join(one for one in KINDS if one in said.kinds),
        "changed_at": at,
        "changed_by": by,
    }
    with durable():
        if not said.id:
            return int(ReplyTemplate.objects.create(id=new_id(), **values).id)
        shown = ReplyTemplate.objects.filter(id=said.id, state=said.state)
        if not shown.update(**values, state=said.state + 1):
            raise ChangedMeanwhile(ChangedMeanwhile.words.en)
    return said.id


def remove(id: int) -> bool:
    """There is no such template any more; False if there was none."""
    with durable():
        return bool(ReplyTemplate.objects.filter(id=id).delete()[0])


def _template(row: ReplyTemplate) -> Reply:
    return Reply(
        Words(row.title_vi, row.title_en),
        Words(row.text_vi, row.text_en),
        tuple(row.kinds.split()),
        *(row.id, row.state, row.changed_at, row.changed_by),
    )


def _listed() -> str:
    return ", ".join(f"{{{name}}}" for name in VARIABLES)
