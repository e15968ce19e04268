"""Files that come with what a customer asks: looked at before anything is kept, so that nothing is half kept."""

from __future__ import annotations

from django.http import HttpRequest

from giuloi.core.bilingual import Words
from giuloi.promises.use.cases import File, NotTaken, check
from giuloi.promises.use.cases.attachments import MOST

FILES_AGAIN = Words(
    "Chưa gửi gì cả: xin chọn lại tệp, vì trình duyệt không giữ giúp.",
    "Nothing was sent yet: please choose the files again, for a browser does not keep them.",
)


def handed_in(request: HttpRequest) -> tuple[tuple[File, ...], Words | None]:
    """(the files, what to put right). Too many are not even read; with one that is not taken, none is."""
    given = request.FILES.getlist("files")
    try:
        if len(given) > MOST:
            raise NotTaken("too_many")
        return tuple(check(File(str(one.name), one.read())) for one in given), None
    except NotTaken as no:
        return (), no.words
