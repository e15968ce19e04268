"""The Django app `answer`: its tables, and nothing that runs by itself."""

from __future__ import annotations

from django.apps import AppConfig


class Answer(AppConfig):
    """Label `answer`, tables `answer_…`."""

    name = "giuloi.promises.answer"
    label = "answer"
