"""The Django app `answer`: its tables, and who is told when a request came in or ended."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class Answer(AppConfig):
    """Label `answer`, tables `answer_…`."""

    name = "giuloi.promises.answer"
    label = "answer"

    def ready(self) -> None:
        """Acknowledgements are queued with what they acknowledge; where rows about people stand is said."""
        import_module("giuloi.promises.answer.acknowledging")  # fills the lists of promises/answer/told.py
        from giuloi.promises.answer.terms import TERMS
        from giuloi.promises.answer.traces import TRACES
        from giuloi.records.terms_begun import register_terms
        from giuloi.records.traces import register

        register(*TRACES)
        register_terms(*TERMS)
        import_module("giuloi.promises.answer.copies.making").register()
        import_module("giuloi.promises.answer.rights.correcting").register()
